// Spoken jokes in big bouncing letters: the question, the wait, the answer under confetti.
import { kCream } from '../draw/color.mjs';
import { bounce_out, chance, ease_out, ramp } from '../draw/motion.mjs';
import { circle } from '../draw/shapes.mjs';
import { cue_at, speak } from '../speech.mjs';

const kPalettes = [['#ff6f59', '#fff6e5', '#ffe08a'], ['#5b3a8c', '#fff6e5', '#ffc145'],
  ['#1f7a8c', '#fff6e5', '#ffd6a5'], ['#ffc145', '#2b2340', '#c8323f'],
  ['#ef476f', '#fff6e5', '#ffe08a'], ['#2f6f5e', '#fff6e5', '#ffc145'],
  ['#3454a4', '#fff6e5', '#ffc145'], ['#f08a4b', '#2b2340', '#fff6e5']];

export function joke(clip, stage) {
  const speech = speak(clip, { tail: 1.9 }), [ask, answer] = [clip.palette, clip.palette + 3];
  const from = kPalettes[ask % kPalettes.length], to = kPalettes[answer % kPalettes.length];
  const punch = speech.cues.at(-1), confetti = pieces(clip.seed);
  return { ...speech, draw(g, t) {
    g.clear(from[0]);
    dots(g, stage, t, from[1]);
    const turned = ramp(t, punch.start - 0.45, punch.start - 0.05);
    if (turned < 1) question(stage, speech, t, from, clip);
    if (turned > 0) g.fill(circle(stage.w / 2, 520, ease_out(turned) * 640), to[0]);
    if (turned >= 1) punchline(stage, t, punch, to, clip, confetti);
  } };
}

function dots(g, stage, t, color) {
  for (let row = 0; row < 11; row++) {
    for (let column = 0; column < 7; column++) {
      const x = (column + (row % 2) / 2) * 90 - 20, y = row * 92 + (t * 18) % 184 - 92;
      g.fill(circle(x, y, 5), color, 0.16);
    }
  }
}

function question(stage, speech, t, [, ink, accent], clip) {
  const now = cue_at(speech.cues.slice(0, -1), t);
  const wobble = Math.sin(t * 5) * 0.08;
  stage.icon(clip.icons[0], stage.w / 2, 235 + Math.sin(t * 4) * 8,
    170 * bounce_out(ramp(t, 0.05, 0.7)), { turn: wobble });
  if (!now) return;
  const size = fit(stage, now.cue.text);
  stage.words(now.cue.text, 490, size, ink, now.shown, { accent, heavy: 1.4 });
  for (let i = 0; i < 3; i++) {
    const wait = ramp(t, now.cue.end + 0.1 + i * 0.22, now.cue.end + 0.3 + i * 0.22);
    if (wait > 0) stage.g.fill(circle(stage.middle - 44 + i * 44, 672, 11 * bounce_out(wait)),
      accent);
  }
}

function punchline(stage, t, cue, [, ink, accent], clip, confetti) {
  const age = t - cue.start, now = cue_at([cue], t);
  for (const one of confetti) one.draw(stage.g, age);
  const jump = Math.abs(Math.sin(age * 5.2)) * 26 * Math.max(0, 1 - age / 4);
  stage.icon(clip.icons[1], stage.w / 2, 250 - jump, 230 * bounce_out(ramp(age, -0.05, 0.6)),
    { turn: Math.sin(age * 6) * 0.1 });
  stage.words(cue.text, 525, fit(stage, cue.text), ink, now?.shown ?? 0, { accent, heavy: 1.4 });
}

function fit(stage, text) {
  for (const size of [66, 60, 54, 48]) {
    const lines = stage.wrap(text, size, stage.safe.w);
    const widest = Math.max(...lines.map((line) => stage.fonts.text.width(line, size)));
    if (lines.length <= (size > 54 ? 4 : 5) && widest <= stage.safe.w) return size;
  }
  return 42;
}

function pieces(seed) {
  const random = chance(seed), colors = ['#ffc145', '#7bd8b4', '#59c3e8', '#ff6f59', kCream];
  return Array.from({ length: 46 }, (_, i) => {
    const angle = random() * Math.PI * 2, speed = 160 + random() * 420, spin = random() * 9;
    const color = colors[i % colors.length], size = 8 + random() * 9;
    return { draw(g, age) {
      if (age < 0 || age > 3) return;
      const drag = 1 - Math.exp(-age * 2.2);
      const x = 270 + Math.cos(angle) * speed * drag;
      const y = 300 + Math.sin(angle) * speed * drag + age * age * 90;
      g.at(x, y, () => g.fill([[-size, -size / 2, size, -size / 2, size, size / 2, -size,
        size / 2]],
        color, Math.min(1, 3 - age)), { turn: spin * age, size_y: Math.cos(spin * age) });
    } };
  });
}
