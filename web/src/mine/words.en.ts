import { plurals } from '../i18n/plural';

const n = plurals('en');

export default {
  title: 'Where your data live',
  lead: 'Everything that is kept about you has one home. It does not leave it, unless you move.',
  card_lead: (region: string) =>
    `At home in ${region}. See the map, move house, or take a copy along.`,
  card_open: 'Where my data live',
  signed_out: 'A guest’s data live where the cookie does: in this browser. Sign in to see yours.',
  map: (region: string, backup: string) =>
    backup
      ? `Map: your data in ${region}, the sealed copy in ${backup}`
      : `Map: your data in ${region}`,
  home: 'Home',
  home_place: (region: string, where: string) => `${region} (${where})`,
  since: (day: string) => `since ${day}`,
  backup: 'Sealed copy',
  backup_lead: 'Nobody there can open it: the key stays at home.',
  backup_none: 'There is none in another region now.',
  backup_none_lead: 'Ask whoever runs this server how they keep a copy.',
  backup_of: (when: string) => `Holds what you had until ${when}.`,
  country: 'Where you live',
  country_said: (day: string) => `as you said on ${day}`,
  country_none: 'Nobody asked: there is one region, and it takes everybody.',
  country_unsaid: 'You have not said.',
  law: 'The law that protects you',
  law_everywhere: 'Whatever the law, here you can read, take along, move and erase all of it.',
  who: 'Who read it',
  who_open: 'See every access',
  move_title: 'Moving house',
  move_lead:
    'If you live in another country now, say so: your data follow you to the home of the people there.',
  move_none:
    'This network has one region: there is nowhere to move to. Your data stay here wherever you live.',
  move_start: 'I live somewhere else now',
  move_country: 'The country you live in now',
  stays: (region: string) => `Your home stays ${region}. Only the country is noted.`,
  note: 'Note it',
  noted: 'Noted. Your home stays the same.',
  shut: 'We don’t keep data of people who live there, so you can’t move there with it.',
  goes: (from: string, to: string) => `Your data would move from ${from} to ${to}.`,
  along: 'Moves along',
  along_name: 'Your name, the words about you, your password',
  along_controls: 'Mutes and sliders of your feed',
  along_follows: (value: number) =>
    n(value, { one: 'The # person you follow', other: 'The # people you follow' }),
  along_likes: (value: number) =>
    n(value, { one: 'The # video you liked', other: 'The # videos you liked' }),
  along_watched: 'What you watched in the last 30 days, so that the feed still knows you',
  gone: 'Does not move, and is erased here',
  gone_videos: (value: number) =>
    n(value, {
      one: 'Your # video, with its likes and views',
      other: 'Your # videos, with their likes and views',
    }),
  gone_taste: 'What you watched before that',
  gone_followers: 'Your followers: they have to follow you again',
  gone_reports: 'Reports you sent: moderators keep them, without you',
  stays_public: 'The public log keeps who read your data, without your name.',
  how_long: 'How long it takes',
  how_long_text:
    'Some seconds. It is sealed here, opened there, then erased here. If it breaks off in between, ask again: it is the same move.',
  copy_first: 'Take a copy first',
  videos_sure: (videos: number) =>
    n(videos, {
      one: 'I have the file of my video. It is erased here.',
      other: 'I have the files of my # videos. They are erased here.',
    }),
  password: 'Your password, to be sure it is you',
  handle_taken: 'Somebody there has your name already. Choose another one for your new home.',
  handle: 'Your name there',
  go: (region: string) => `Move to ${region}`,
  moving: 'You are moving…',
  step_sealed: (from: string, to: string) => `Sealed in ${from}, for ${to} alone`,
  step_opened: (to: string) => `Opened in ${to}`,
  step_erased: (from: string) => `Erased in ${from}`,
  nothing_moved: 'Nothing was moved.',
  moved: (region: string) => `You live in ${region} now`,
  moved_lead: (from: string, handle: string) =>
    `Everything of yours in ${from} is erased. Sign in there as “${handle}”, with the same password.`,
  moved_go: (region: string) => `Sign in in ${region}`,
  export_title: 'Download my data',
  export_lead:
    'One file with all that is kept about you, opened: your account, videos and links to their files, likes, follows, what you watched, settings, devices, reports, and who read what of yours.',
  export_note:
    'The words of a report stay sealed: nobody opens them without two others, not even for you.',
  export_links: 'Links to your videos’ files work for some hours. Fetch them, or ask again.',
  export_needs_password:
    'Your account has no password. A session alone must not carry everything away:',
  export_set_password: 'set a password first',
  export_go: 'Make the file',
  export_making: 'Reading everything… it can take a minute.',
  export_done: 'It is in your downloads.',
  export_wait: 'You took a few already. Try again in half an hour.',
  export_busy: 'Others are taking theirs right now. Try again in a minute.',
  export_counts: (videos: string, likes: string, facts: string) => `${videos}, ${likes}, ${facts}.`,
  videos: (value: number) => n(value, { one: '# video', other: '# videos' }),
  likes: (value: number) => n(value, { one: '# like', other: '# likes' }),
  facts: (value: number) => n(value, { one: '# viewing or tap', other: '# viewings and taps' }),
  wrong_password: 'That is not your password.',
  carve_title: 'A new operator',
  carve_leaving: (to: string) =>
    `What is yours goes to ${to}, with everybody’s who lives where you do.`,
  carve_leaving_somewhere:
    'What is yours goes to a new operator, with everybody’s who lives where you do.',
  carve_frozen:
    'Until it is there you can watch, and read and copy what is yours; changes have to wait.',
  carve_until: (day: string) => `If it is not done by ${day}, all goes on here.`,
  carve_arrived: (from: string) => `What is yours came from ${from}.`,
  carve_arrived_somewhere: 'What is yours came from another operator.',
  carve_proof:
    'This file proves that all of yours arrived, signed by both. “soleil carve-out leaf FILE” checks it; compare the keys in it with those that both publish.',
  carve_proof_save: 'Save my proof',
  carve_cut: 'What was cut, and where it is now',
  carve_cut_kinds: {
    follow: (value: number) => n(value, { one: '# follow', other: '# follows' }),
    like: (value: number) => n(value, { one: '# like', other: '# likes' }),
  },
  reports_title: 'What you reported',
  reports_lead: 'A person looked, or will. Here is what they decided, and why.',
  reports_none: 'You reported nothing',
  reports_none_lead: 'If a video breaks a law or a rule, hold it and choose “Report”.',
  reports_card: 'See what became of your reports.',
  reports_open: 'My reports',
  reports_news: (value: number) => n(value, { one: 'One decided', other: '# decided' }),
  report_states: {
    open: 'Waits for a moderator',
    kept: 'Looked at; the video stays',
    removed: 'Removed',
  },
  report_gone: 'A video that can’t be seen any more',
  report_sent: (when: string) => `sent ${when}`,
  report_decided: (when: string) => `decided ${when}`,
  report_why: 'Why',
  report_further: 'Not content? Report it again with what they missed; another moderator may look.',
};
