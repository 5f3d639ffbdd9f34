import { plurals } from '../i18n/plural';

const n = plurals('en');

export default {
  title: 'What is kept about you',
  lead: 'Everything, and nothing else: what it is, why, for how long, and who can read it.',
  checked:
    'This page is made from a list that every change of the software is tested against: a datum that is not on it cannot be added. No address and no other company is ever told.',
  open: 'What is kept about me',
  settings_title: 'My data',
  on_server: 'Kept by this server',
  in_browser: 'Kept by your browser alone',
  why: 'Why',
  how_long: 'How long',
  who: 'Who reads it',
  basis: 'Allowed by',
  erase: 'Erase my account',
  erase_lead:
    'Your videos, likes, follows, settings and what the feed learned are erased at once. Nobody can bring them back, not even us.',
  erase_sure: 'Erase everything, for good?',
  erase_password: 'Your password, to be sure it is you',
  erase_yes: 'Yes, erase it all',
  erased_but: (held: number, order: string) =>
    n(held, {
      one: `Erased, but for one video that an order (“${order}”) tells us to keep. Nobody sees it, and it goes when the order ends.`,
      other: `Erased, but for # videos that orders (“${order}”) tell us to keep. Nobody sees them, and they go when the orders end.`,
    }),
  erased: 'Erased, and your key is destroyed: the signed receipt is in your downloads. Thank you for the time you spent here.',
  readers: {
    you: 'You',
    everybody: 'Everybody',
    moderators: 'Moderators',
    administrators: 'Administrators',
    nobody: 'Nobody; the software alone',
  },
  bases: {
    contract: 'What you asked of us (GDPR 6.1 b)',
    consent: 'Your consent, which you can take back (GDPR 6.1 a)',
    'legal obligation': 'A legal obligation (GDPR 6.1 c)',
    'legitimate interest': 'A legitimate interest (GDPR 6.1 f)',
  },
};
