import { plurals } from '../i18n/plural';

const plural = plurals('en');

export default {
  title: 'Your feed',
  lead: 'What it does, what it knows, and what you want of it. All of this works without an account, too.',
  levels: ['much less', 'less', 'as it comes', 'more', 'much more'],
  levels_of: (level: number, what: string) => (Math.abs(level) > 1 ? `much ${what}` : what),
  remove: (what: string) => `Take away: ${what}`,
  undo: 'Undo',

  mode: 'How it learns',
  modes: { learns: 'Learns as I watch', paused: 'Paused', plain: 'Without a profile' },
  mode_text: {
    learns:
      'What you watch moves your taste within a second. It never looks at whom you follow or know.',
    paused:
      'Your feed stays as it is. What you watch now teaches it nothing; you still won’t see the same video twice.',
    plain:
      'The newest and the best liked, in your languages. Nothing about what you watch is sent or kept, and what it learned before is not used.',
  },
  mode_done: {
    learns: 'It learns again, from now on.',
    paused: 'Paused. What you watch now teaches it nothing.',
    plain: 'Done: no profile, and nothing kept.',
  },

  sliders: 'More or less',
  sliders_lead: 'What you ask for is added to the score, openly. The next page heeds it.',
  sliders_plain: 'Without a profile the sliders rest. Mutes still hold.',
  new_creators: 'New creators',
  length: 'Length of the clips',
  shorter: 'shorter',
  longer: 'longer',
  tag: (tag: string) => `#${tag}`,
  language: (name: string) => `In ${name}`,
  add_tag: 'A tag you want more or less of',
  add_tag_hint: 'boats, street food …',
  add: 'Add',
  add_language: 'Add a language',
  pick_language: 'Choose …',

  taste: 'What it thinks you like',
  taste_none: 'Nothing yet. Watch a few clips and look again.',
  taste_from: (n: number) =>
    plural(n, { one: 'Learned from # viewing.', other: 'Learned from # viewings.' }),
  taste_hidden: (n: number) =>
    plural(n, {
      zero: '',
      one: '# “not interested” hides what you named.',
      other: '# times “not interested” hide what you named.',
    }),
  taste_tags: 'About',
  taste_authors: 'By',
  taste_sounds: 'With the sound',
  taste_sound_unnamed: 'An original sound',
  taste_languages: 'In',
  strengths: ['a little', 'quite', 'very much'],
  taste_more: (what: string) => `${what}: ask for more or less`,

  mutes: 'Muted',
  mutes_lead: 'What is here is never shown to you, in no feed. Words count in titles and tags.',
  mutes_none: 'Nothing is muted.',
  mute_kinds: { word: 'Word', tag: 'Tag', sound: 'Sound', author: 'Author' },
  mute_word: 'A word or #tag to mute',
  mute_word_hint: 'spoiler, #spiders …',
  mute_add: 'Mute',
  mute_verb: 'Mute',
  mute_something: 'Mute its author, sound or tags',
  mute_name: (name: string) => `Mute ${name}`,
  muted: (name: string) => `Muted: ${name}. You won’t meet it again.`,
  unmute: 'Unmute',
  topic_muted: (tag: string) => `You muted #${tag}`,
  unmute_name: (name: string) => `Unmute ${name}`,
  unmuted: (name: string) => `${name} may come again.`,
  gone: 'no longer here',

  breaks: 'Breaks',

  weights: 'The weights in use',
  weights_lead:
    'A video’s score is a plain sum. These are this server’s numbers, the same for everybody, read just now.',
  weight: 'Weight',
  value: 'Value',
  how: 'How the feed works, told plainly',

  reset: 'Start fresh',
  reset_lead:
    'Forget everything the feed learned about you and put the sliders back to the middle. Likes, follows and mutes stay.',
  reset_keep: 'Still skip what I have already seen',
  reset_ask: 'Reset what the feed learned',
  reset_sure: 'Really forget it all?',
  reset_yes: 'Yes, start fresh',
  reset_done: 'Forgotten. The feed starts fresh.',

  why_change: 'Change it',
  why_changed: 'Your next swipes will show it.',
  why_plain: 'Turn profiling off',
  why_profile: 'Let it learn again',
  why_mute: 'Or never again',
  all: 'All settings of your feed',
  total: 'In all',
  details: (n: number) => plural(n, { one: 'and # smaller piece', other: 'and # smaller pieces' }),
};
