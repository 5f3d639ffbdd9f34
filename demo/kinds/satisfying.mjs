// Oddly satisfying motion; most of it plays its own music.
import { kCream, hsl, mix } from '../draw/color.mjs';
import { ramp, smooth } from '../draw/motion.mjs';
import { circle } from '../draw/shapes.mjs';
import { midi_hz, note } from '../music/instruments.mjs';
import { Track } from '../music/mixer.mjs';
import { play_song, song_seconds } from '../music/songs.mjs';

const kScale = [57, 60, 62, 64, 67, 69, 72, 74, 76, 79, 81, 84, 86, 88, 91, 93];
const kScenes = { pendulums, spirograph };

export function satisfying(clip, stage) { return kScenes[clip.scene](clip, stage); }

function ground(stage, [top, low]) {
  const canvas = stage.canvas();
  canvas.gradient([[0, top], [1, low]]);
  canvas.glow(stage.w / 2, stage.h * 0.42, stage.h * 0.4, mix(low, kCream, 0.3), 0.35);
  return canvas;
}

function title(stage, clip, t, y = stage.h * 0.15) {
  const seen = Math.min(ramp(t, 0.2, 0.8), 1 - ramp(t, 3.4, 4));
  if (seen > 0 && clip.text) stage.paragraph(clip.text, y, 38, kCream, { font: 'show',
    alpha: seen });
}

// Fifteen pendulums whose swings per cycle differ by one: out of step, and home together at the
// end.
function pendulums(clip, stage) {
  const seconds = 10, count = 15, back = ground(stage, clip.colors), audio = new Track(seconds);
  const swings = (i) => 5 + i * 0.5;
  for (let i = 0; i < count; i++) {
    for (let k = 0; k < swings(i) * 2; k++) {
      const at = (k + 0.5) / (swings(i) * 2) * seconds;
      audio.add(note('marimba', midi_hz(kScale[i]), 0.8), at, 0.22, (i / 7 - 1) * 0.7, true);
    }
  }
  audio.room(0.3);
  return { seconds, audio, draw(g, t) {
    g.copy(back);
    for (let i = count - 1; i >= 0; i--) {
      const length = 230 + i * 26, angle = Math.min(0.8, 212 / length) * Math.cos(t / seconds
        * swings(i) * Math.PI * 2);
      const x = stage.w / 2 + Math.sin(angle) * length, y = 60 + Math.cos(angle) * length;
      g.stroke([[stage.w / 2, 60, x, y]], 1.6, kCream, 0.35);
      g.fill(circle(x, y, 21), hsl(0.96 + i * 0.017, 0.85, 0.62));
      g.fill(circle(x - 6, y - 7, 6), kCream, 0.7);
    }
    g.fill(circle(stage.w / 2, 60, 9), kCream);
    title(stage, clip, t, 170);
  } };
}

// A pen on a wheel in a wheel; ink stays on the paper, so only new strokes are drawn.
function spirograph(clip, stage) {
  const seconds = song_seconds(clip.song), paper = ground(stage, clip.colors);
  const cx = stage.w / 2, cy = stage.h * 0.43, [teeth, wheel, arm] = clip.gears;
  const point = (u) => {
    const a = u * Math.PI * 2 * wheel / gcd(teeth, wheel), big = 230;
    const small = big * wheel / teeth, b = a * (big - small) / small;
    return [cx + (big - small) * Math.cos(a) + small * arm * Math.cos(b),
      cy + (big - small) * Math.sin(a) - small * arm * Math.sin(b)];
  };
  let drawn = 0;
  return { seconds, audio: play_song(clip.song), draw(g, t) {
    const until = smooth(ramp(t, 0, seconds - 1)), line = [];
    for (let u = drawn; u < until; u += 0.0004) line.push(...point(u));
    if (line.length > 3) paper.stroke([line], 2.6, hsl(clip.hue + drawn * 0.35, 0.85, 0.64), 0.9);
    drawn = Math.max(0, until - 0.0004);
    g.copy(paper);
    const [x, y] = point(until);
    g.fill(circle(x, y, 11), kCream);
    g.glow(x, y, 40, kCream, 0.5);
    title(stage, clip, t, stage.h * 0.14);
  } };
}

function gcd(a, b) { return b ? gcd(b, a % b) : a; }
