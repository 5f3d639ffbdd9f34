import { plurals } from '../i18n/plural';

const p = plurals('en');

export default {
  title: 'Check us',
  lead: 'What we claim, and what proves it. Your own browser does the checking, now, against public logs in which nothing can be changed without being seen.',
  open: 'Check us',
  checking: 'Your browser is reading the logs…',
  again: 'Check again',
  all_good: 'The logs add up.',
  all_good_first: (entries: string) =>
    `${entries} entries, signed, and every one where it was signed to be. Your browser remembers them: from now on it will notice when one is changed or gone.`,
  all_good_since: (entries: string, ago: string) =>
    `${entries} entries, signed, and nothing has been changed or removed since your last visit (${ago}).`,
  a_moment_ago: 'a moment ago',
  all_bad: 'Something is wrong with these logs.',
  all_bad_what:
    'What they were to prove is not proven. Please tell somebody: a journalist, a regulator, a friend.',
  blind: 'Your browser can’t check here.',
  blind_what:
    'It offers what is needed (WebCrypto) on https and on localhost only. The program soleil-verify can check from anywhere; the commands are below.',
  unreachable: 'The logs could not be reached.',
  unreachable_what: 'Nothing is proven until they can be. Are you online?',
  policy_changed:
    'The site now asks to be judged by other keys or other witnesses than at your last visit.',
  policy_changed_what:
    'There may be a good reason, such as a new witness. Ask for it before you accept.',
  policy_accept: 'I know why: accept',
  no_witness: 'No witness yet',
  no_witness_what:
    'Nobody independent confirms these logs. You would notice a change between two visits, but the site could show you other logs than it shows to others.',
  witnessed: (some: string, all: string) => `${some} of ${all} independent witnesses confirmed it`,
  claims: 'Claims',
  states: {
    looking: 'Being checked',
    proven: 'Proven now',
    asserted: 'Only asserted',
    broken: 'Not true',
  },
  since: (day: string) => `since ${day}`,
  between: (from: string, until: string) => `from ${from} until ${until}`,
  proves: 'What your browser checked',
  leaves: 'What this can’t show',
  evidence: 'Evidence',
  entry: (log: string, index: string) => `${log}, entry ${index}`,
  yourself: 'Check it yourself',
  yourself_what:
    'On your own machine, with the program soleil-verify, from the same source or a package:',
  copied: 'Copied',
  copy: 'Copy the commands',
  checks: {
    program: {
      claim: 'The program that this site says it runs is on record.',
      proves: (n: Record<string, number>) =>
        `The hash of the running program, as the site tells it, is in the log of releases${n.packages ? ', and so is the package that it came from, which anybody can build again from its source' : ''}.`,
      leaves: 'That the site tells its true hash. A lie would have to be kept up in every answer.',
      broken: 'The program that the site says it runs is not in its log of releases.',
    },
    algorithm: {
      claim: 'The rules of the feed are published, and every change of them is on record.',
      proves: (n: Record<string, number>) =>
        `Your browser hashed each recipe that the site publishes (${n.recipes}). The log has the same hashes as the ones in force, logged before they ranked anybody’s feed. Every change stays there for ever (${n.changes} so far).`,
      leaves:
        'That no other recipe is used in secret. Under each video, “Why this video” shows the sum by which it came.',
      broken: 'A recipe that is published is not the one that the log says is in force.',
    },
    no_disclosure: {
      claim: (country: string) =>
        country
          ? `No data given to an authority of ${country} are on record.`
          : 'No data given to an authority are on record.',
      proves: (n: Record<string, number>) =>
        `Your browser read the whole log of requests and orders. In this time: ${p(n.answers!, { zero: 'no answer to an authority', one: '1 answer to an authority, which gave no data', other: '# answers to authorities, none of which gave data' })}.${n.sealed ? ` ${p(n.sealed, { one: 'One entry', other: '# entries' })} may not be told yet, so this is not proven.` : ''}`,
      leaves:
        'That nothing was given outside of the log. Staff can read nobody’s data without an entry in it: the keys are released for one only.',
      broken: 'The log says that data were given.',
    },
    not_offered: {
      claim: (country: string) => `This site is not offered in ${country}.`,
      proves: () => 'A signed order that has begun and that nothing has lifted is in the log.',
      leaves:
        'What somebody there sees. The site goes by the country of the address; a VPN goes round it.',
      broken: 'No order in force says so.',
    },
    staff_access: {
      claim: 'Whenever staff read somebody’s data, it is in the log, and that person can see it.',
      proves: (n: Record<string, number>) =>
        `The log of access is whole (${p(n.entries!, { zero: 'no entry yet', one: '1 entry', other: '# entries' })}). Its entries say nothing about anybody: only you can find those about you, under Settings, “Who touched my data”.`,
      leaves:
        'That keys of persons are not used without an entry. This is so as far as the program is the one in the log of releases.',
      broken: '',
    },
    home: {
      claim: 'Where people’s data live.',
      proves: () => '',
      leaves:
        'This is a statement of the operator. Nothing that can be read from outside proves it.',
      broken: '',
    },
  },
  rumours: 'Rumours',
  no_rumours: 'No rumour has been answered here yet.',
  verdicts: { false: 'Not true', true: 'True', partly: 'Partly true', open: 'We don’t know' },
  heard: 'What is said',
  quoted: (said: string) => `“${said}”`,
  heard_where: 'Where it was said',
  answer: 'Our answer',
  answered: (day: string) => `Answered ${day}`,
  changed: (times: number) => p(times, { one: 'changed once', other: 'changed # times' }),
  history: 'Every answer that we ever gave',
  signed_note:
    'Each answer is an entry of the log of policy: it can be changed by a new one only, and both stay.',
  follow: 'Follow the answers (Atom)',
  withdrawn: 'Withdrawn',
  fediverse: {
    what: 'Follow the answers from Mastodon, or from any other server of the fediverse: search for this account there.',
    copy: 'Copy the address',
    off: {
      no_public_url:
        'This site can’t be followed from Mastodon: it has no public address of its own (server.public_url).',
      not_https:
        'This site can’t be followed from Mastodon: its public address is not https, which other servers ask for.',
      off: 'The operator has switched off following from Mastodon.',
    } as Record<string, string>,
  },
  share: 'Share',
  logs: 'The logs',
  logs_what: 'All of it, as your browser read it.',
  log_names: {
    access: 'Who touched personal data',
    legal: 'Requests and orders of states',
    policy: 'Rules, claims and answers',
    release: 'Programs that ran',
  },
  log_state: { looking: 'Being checked', checked: 'Adds up', refused: 'Not to be believed' },
  size: (entries: number) => p(entries, { one: '1 entry', other: '# entries' }),
  root: 'Root hash',
  cosigned: 'Cosigned by',
  browse: 'Read the entries',
  no_entries: 'Nothing has been entered yet.',
  older: 'Older',
  entries_of: (from: string, to: string, all: string) => `${from} to ${to} of ${all}`,
  kinds: {
    release: 'A program began to run',
    package: 'A package was released',
    recipe: 'A recipe of the feed changed',
    claim: 'A claim',
    rumour: 'An answer to a rumour',
    order: 'An order',
    request: 'A request of an authority',
    answer: 'An answer to an authority',
    sealed: 'Something that may not be told yet',
    opening: 'What may be told now',
    access: 'An access (for the person alone to open)',
    other: 'An entry',
  },
  more: {
    title: 'Also public',
    orders: 'Orders of states',
    requests: 'Half-yearly reports',
    data: 'What is kept about you',
    feed: 'How the feed works',
  },
  console: {
    lead: 'What you say here is written into the log of policy, where everybody can read it and nobody can take it back.',
    see: 'See the page',
    claims: 'Claims',
    rumours: 'Rumours',
    new_claim: 'Make a claim',
    new_rumour: 'Answer a rumour',
    again: 'Answer anew',
    withdraw: 'Withdraw',
    withdraw_sure:
      'Withdraw this answer? It goes from the list and from the servers that follow; the log and the page of the rumour keep it. The rumour can be answered again only under another name.',
    withdrawn: 'Withdrawn, by a new entry',
    logged: (index: string) => `Logged as entry ${index}`,
    check: 'What it is held against',
    checks: {
      no_disclosure: 'No disclosure: every entry of the log of requests',
      not_offered: 'Not offered in a country: the orders in force',
      home: 'Nothing: it is shown as only asserted',
    },
    country: 'Country',
    country_hint: 'Two letters, as CN. Empty: no authority at all.',
    from: 'From',
    until: 'Until (empty: to this day)',
    own_words: 'In your own words (empty: the check’s own)',
    english: 'English',
    french: 'French',
    said: 'What is said, word for word',
    where: 'Where it was said (address)',
    verdict: 'Your verdict',
    evidence: 'Evidence: a page or an entry of a log',
    evidence_hint: 'An address as /about/data or https://…, or an entry as legal#12',
    evidence_what: 'What it shows',
    more_evidence: 'One more',
    log_it: 'Write it into the log',
    cancel: 'Cancel',
    no_claims: 'You claim nothing yet beyond what the software claims by itself.',
    for_ever: 'This stays for ever. A mistake is mended by a new entry; both are shown.',
  },
  refusals: {
    unreachable: 'It could not be read. Nothing in it is proven as long as that is so.',
    bad_format: 'What the site sent is no log.',
    bad_signature:
      'The signature is false: somebody else wrote this, or changed it after it was signed.',
    unknown_log: 'This is another log than the one that the site named.',
    unwitnessed:
      'Too few independent witnesses have confirmed it. You may be shown something else than others are.',
    tampered: 'Something that was written down has been changed or removed since it was signed.',
    shrunk: 'There is less in it than when you last looked: something has been removed.',
    fork: 'This is not the history that your browser saw before. The site has written it anew.',
  },
  detail: 'For an engineer',
};
