// What will be made: one record a clip, as demo.json and the importer know it. Pure and
// deterministic.
import { kAuthors } from './authors.mjs';
import { kClips } from './clips.mjs';
import { kSongs } from './music/songs.mjs';

const kFontCredit = 'Fonts: Quicksand (Andrew Paglinawan), Leckerli One (Gesine Todt), SIL OFL 1.1';
const kEmojiCredit = 'Pictures: Noto Color Emoji (Google), SIL OFL 1.1';

export function make_plan() {
  return kClips.map((clip, i) => ({ clip, record: {
    file: `${String(i + 1).padStart(2, '0')}-${clip.slug}.mp4`,
    kind: clip.kind,
    title: clip.title,
    tags: clip.tags,
    language: clip.language,
    author: { handle: clip.author, ...kAuthors[clip.author] },
    sound: sound_of(clip),
    credits: `${kFontCredit}. ${kEmojiCredit}.${clip.lines ? ' Voice: eSpeak NG.' : ''}`,
  } }));
}

function sound_of(clip) {
  if (!clip.song) return { key: clip.slug, title: clip.sound_title, author: clip.author };
  const { title, author } = kSongs[clip.song];
  return { key: clip.song, title, author };
}
