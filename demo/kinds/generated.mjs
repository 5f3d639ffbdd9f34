// Pictures from ffmpeg's own generators (fractals, life, the constant-Q transform), with one line
// over them.
import { kCream, kInk } from '../draw/color.mjs';
import { round_rect } from '../draw/shapes.mjs';
import { play_song, song_seconds } from '../music/songs.mjs';

// Returns `graph`, a lavfi description instead of draw(); the overlay canvas is laid over it.
export function generated(clip, stage) {
  const seconds = song_seconds(clip.song), overlay = stage.g;
  overlay.words.fill(0);
  write(stage, clip);
  return { seconds, audio: play_song(clip.song), graph: clip.graph, overlay };
}

// Letters on a clear canvas: the alpha of every touched pixel is made solid after drawing.
function write(stage, clip) {
  const y = stage.h * 0.18, wide = stage.fonts.show.width(clip.text, 42) + 64;
  stage.g.fill(round_rect(stage.middle - wide / 2, y - 42, wide, 84, 42), kCream);
  stage.paragraph(clip.text, y, 42, kInk, { font: 'show' });
  const { words, bytes } = stage.g;
  for (let i = 0; i < words.length; i++) if (words[i]) bytes[i * 4 + 3] = 255;
}
