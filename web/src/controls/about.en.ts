// How the feed works, in English. docs/recommender.md says the same with every formula.
const about = {
  title: 'How your feed works',
  lead:
    'A program chooses which video comes next. Here is what it looks at, what it ' +
    'keeps, and how to stop it. Nothing is left out.',
  short: [
    'It learns from what you watch, and from nothing about you as a person.',
    'Whom you follow, whom you know and who pays play no part. Nobody can pay.',
    'Each video gets a score that is a plain sum. You can read every term of it ' +
    'under “Why this video”.',
    'You can bend it, mute things, pause it, reset it, or have a feed without any profile.',
  ],
  recipes: { for_you: 'For You', plain: 'Without a profile' },
  sources: 'How many candidates, from where:',
  source_code:
    'The program is open source. docs/recommender.md in its repository gives every ' +
    'formula and the commands that reproduce the figures.',
  parts: [
    {
      title: 'From a swipe to the next page',
      text: [
        'Your player reports how long a video ran. Within a second that has moved ' +
        'your taste and the video’s standing.',
        'For the next page the program gathers some hundreds of candidates: the ' +
        'newest, those that pleased many, those enjoyed together with what you ' +
        'enjoyed, those near your taste, your tags, authors and sounds, what you ' +
        'asked for, and a few from anywhere. It takes out what you have seen, muted ' +
        'or refused, and your own.',
        'Each of the others gets a score: how satisfied you will probably be, plus ' +
        'small terms for a like, for being new, for a language you read, for what ' +
        'you have never met, for your sliders, and a little luck; minus the risk ' +
        'that you skip or refuse it. The best are put in order so that a page is not ' +
        'ten times the same: never the same author or sound twice in a row while ' +
        'there is a choice.',
        'Some places are kept for new videos, so that everybody’s first video meets ' +
        'its first viewers. “Why this video” says so when it was that.',
      ],
    },
    {
      title: 'What it looks at',
      text: ['Every feature there is. There are no others.'],
      rows: [
        ['What you watched',
          'how much of each video, corrected for its length: long ones do not win by ' +
          'being long'],
        ['What you pressed', 'like, share, “not interested”'],
        ['Of the video',
          'its tags, author, sound, language, length, age, and what viewers made of it'],
        ['Together', 'which videos were enjoyed by the same viewers'],
        ['Of you', 'the languages of your account and your browser; your sliders and mutes'],
        ['Not looked at',
          'follows, contacts, age, sex, place, device, other sites, messages, money'],
      ] as [string, string][],
    },
    {
      title: 'What is kept',
      text: [
        'All of it stays on this server, in your home region, and belongs to your ' +
        'number: an account’s, or a guest’s cookie.'],
      rows: [
        ['Facts',
          'what you watched and for how long, likes, shares, “not interested”, and ' +
          'which videos you were given, with the time'],
        ['Your taste',
          'how you took to at most 96 tags, authors, sounds, languages and lengths, ' +
          'and a few dozen numbers; computed from the facts'],
        ['Seen', 'the videos you have met, so that they do not come again'],
        ['Why', 'the terms of the last 500 videos you were given, in memory only'],
        ['Controls', 'your sliders, mutes and switches; a guest’s for as long as the cookie lasts'],
        ['No profile',
          'none of the above is added, from the moment you turn profiling off; only ' +
          'the switch itself is kept'],
      ] as [string, string][],
    },
    {
      title: 'What you can do about it',
      text: ['Everything works for guests, too, and takes effect on the next page.'],
      rows: [
        ['Sliders',
          'more or less of a tag, a language, new creators, longer clips: the ' +
          'published weight times your step, shown as a term of its own'],
        ['Mute', 'a word, tag, sound or author: never served to you, in no feed'],
        ['Not interested',
          'the video never again; its author and sound not for a week. It can be taken ' +
          'back'],
        ['Pause', 'what you watch meanwhile teaches nothing; still nothing comes twice'],
        ['Reset',
          'the feed of a new viewer: taste, sliders and what you have seen are ' +
          'forgotten; if you like, what you have seen still does not come again'],
        ['Without a profile',
          'the newest and the best liked in your languages (Digital Services Act, ' +
          'article 38). Your tab alone remembers what it had'],
      ] as [string, string][],
    },
    {
      title: 'Where it can fail',
      text: [
        'It learns what holds you, which is not always what is good for you: that is ' +
        'why there is a reminder to take a break. Tags are chosen by authors and can ' +
        'be wrong. A new viewer’s first page is a guess. If you watch with somebody ' +
        'else, it takes you for one person: pause it.',
      ],
    },
  ] as { title: string; text: string[]; rows?: [string, string][] }[],
};

export type About = typeof about;
export default about;
