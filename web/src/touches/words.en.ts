import { plurals } from '../i18n/plural';

const n = plurals('en');

export default {
  title: 'Who read what is private of yours',
  short: 'Who read my data',
  lead: 'Programs open what they need to serve you. A human opens nothing without this list saying so: two others must approve, and the public log has it before the key turns.',
  none: 'Nobody has read anything',
  none_lead: 'No human here has opened what is private of yours. Should somebody, you see it within two seconds.',
  whole: (touches: number, entries: number) =>
    n(touches, {
      one: `One access, numbered 0, found in the public log of ${entries} entries. None is missing.`,
      other: `# accesses, numbered without a gap, found in the public log of ${entries} entries. None is missing.`,
    }),
  alarm_title: 'Something is missing',
  alarms: {
    gap: (counter: number) => `Access number ${counter} was left out of the public log.`,
    undisclosed: (counter: number) => `The public log has an access number ${counter}, and nobody told you what it was.`,
    not_logged: (counter: number) => `You were shown access number ${counter}, which the public log does not have.`,
    does_not_open: (counter: number) => `Access number ${counter} is not what the public log has.`,
  },
  alarm_todo: 'Download your file and keep it: with it anybody can show that this is so. Then write to the people who run this place, or to your data protection authority.',
  reasons: {
    moderation: 'To decide a report',
    support: 'To help you',
    legal_order: 'By order of a court or authority',
    security: 'To protect people here',
  },
  scopes: {
    controls: 'Your mutes and sliders',
    devices: 'Your devices',
    uploads: 'Names of your files',
    account: 'Where you live',
    reports: 'What you wrote in reports',
  },
  number: (counter: number) => `No. ${counter}`,
  by: (role: string, country: string) => `${role}, office in ${country}, approved by two others`,
  what: 'What was opened',
  case: 'Case',
  when: 'When',
  from_to: (from: string, to: string) => `from ${from} until ${to} at most`,
  fresh: 'New',
  on_its_way: 'On its way into the public log',
  proof: 'Proof',
  check_title: 'Check it without us',
  check_lead: 'This file holds the key to your entries, and what you were shown. Give it to nobody you do not trust. Then, on your own machine:',
  download: 'Download my file',
  new_one: 'Somebody of the staff was allowed to read something private of yours.',
  look: 'Look',
  card: 'Every time a human reads what is private of yours, it is here, with reason and country, and in a public log that we cannot change.',
  open: 'See the list',
  unseen: (count: number) => n(count, { one: '# new access', other: '# new accesses' }),
};
