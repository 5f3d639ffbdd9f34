// Little comedies told in message bubbles, over a dance beat.
import { kCoral, kCream, kInk, kMint, mix } from '../draw/color.mjs';
import { bounce_out, chance, ramp, smooth } from '../draw/motion.mjs';
import { circle, ellipse, round_rect } from '../draw/shapes.mjs';
import { kSongs, play_song, song_seconds } from '../music/songs.mjs';

const kSize = 34, kWidth = 320;

export function chat(clip, stage) {
  const seconds = song_seconds(clip.song), wall = backdrop(clip, stage);
  const bubbles = lay_out(clip, stage, seconds);
  return { seconds, audio: play_song(clip.song), draw(g, t) {
    g.copy(wall);
    const scroll = scroll_at(bubbles, t);
    for (const bubble of bubbles) show(stage, bubble, t, scroll);
    header(stage, clip);
  } };
}

// Messages come on the beat; the last one is left standing for two beats or more.
function lay_out(clip, stage, seconds) {
  const beat = 60 / kSongs[clip.song].bpm, count = clip.messages.length;
  const gap = Math.max(2 * beat, Math.floor((seconds - 2.2) / beat / count) * beat);
  let y = 190;
  return clip.messages.map(([side, text], i) => {
    const big = [...text].length <= 2, lines = big ? [text] : stage.wrap(text, kSize, kWidth);
    const width = big ? 110 : Math.max(...lines.map((line) => stage.fonts.text.width(line, kSize)));
    const height = big ? 110 : lines.length * kSize * 1.25 + 30;
    const one = { side, text, lines, big, width: width + 44, height, y, at: 0.3 + i * gap };
    y += height + 20;
    return one;
  });
}

function scroll_at(bubbles, t) {
  let scroll = 0;
  for (const one of bubbles) {
    const over = one.y + one.height - 735;
    if (over > scroll) scroll += (over - scroll) * smooth(ramp(t, one.at - 0.1, one.at + 0.25));
  }
  return scroll;
}

function backdrop(clip, stage) {
  const canvas = stage.canvas();
  canvas.gradient([[0, clip.colors[0]], [1, clip.colors[1]]]);
  const random = chance(clip.seed);
  for (let i = 0; i < 26; i++) {
    canvas.fill(circle(random() * 540, random() * 960, 20 + random() * 70), kCream, 0.05);
  }
  return canvas;
}

function header(stage, clip) {
  const g = stage.g;
  g.fill(round_rect(38, 84, 380, 76, 38), kCream);
  g.fill(circle(78, 122, 29), clip.colors[0]);
  stage.icon(clip.face, 78, 122, 44);
  stage.line(clip.contact, 122, 119, 26, kInk, { align: 'left' });
  g.fill(circle(128, 140, 5), '#3fbf7f');
  stage.line(clip.language === 'fr' ? 'en ligne' : 'online', 140, 147, 19, '#7a7391',
    { align: 'left' });
}

function show(stage, one, t, scroll) {
  const g = stage.g, mine = one.side === 'me', y = one.y - scroll, age = t - one.at;
  if (age < -0.7 || y < 88) return;
  const x = mine ? 446 - one.width : 38, color = mine ? kCoral : kCream, ink = mine ? kCream : kInk;
  if (age < 0) {
    if (!mine) typing(g, y, t);
    return;
  }
  g.at(mine ? 446 : 38, y + one.height, () => {
    g.translate(mine ? -446 : -38, -(y + one.height));
    if (one.big) {
      stage.icon(one.text, x + one.width / 2, y + one.height / 2, 104);
      return;
    }
    g.fill(round_rect(x + 3, y + 5, one.width, one.height, 28), mix(kInk, color, 0.3), 0.25);
    g.fill(round_rect(x, y, one.width, one.height, 28), color);
    one.lines.forEach((line, i) => stage.line(line, x + 22, y + 15 + kSize * (0.95 + i * 1.25),
      kSize,
      ink, { align: 'left' }));
  }, { size: 0.5 + 0.5 * bounce_out(ramp(age, 0, 0.45)) });
}

function typing(g, y, t) {
  g.fill(round_rect(38, y, 96, 52, 26), kCream, 0.9);
  for (let i = 0; i < 3; i++) {
    g.fill(ellipse(63 + i * 23, y + 26 - Math.max(0, Math.sin(t * 9 - i)) * 7, 6.5, 6.5), kMint);
  }
}
