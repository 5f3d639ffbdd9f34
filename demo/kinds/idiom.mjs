// One idiom, what it says word for word, and what the neighbours across the Channel say.
import { kCream, kInk, mix } from '../draw/color.mjs';
import { beat_pulse, bounce_out, ease_out, ramp } from '../draw/motion.mjs';
import { circle, round_rect } from '../draw/shapes.mjs';
import { kSongs } from '../music/songs.mjs';
import { cue_at, speak } from '../speech.mjs';

export function idiom(clip, stage) {
  const speech = speak(clip), page = backdrop(clip, stage), bpm = kSongs[clip.song].bpm;
  const cards = speech.cues.map((cue, i) => ({ cue, icon: clip.icons[i], i }));
  return { ...speech, draw(g, t) {
    g.copy(page);
    label(stage, clip, t);
    for (const card of cards) show(stage, clip, card, cards[card.i + 1], t, beat_pulse(t, bpm));
  } };
}

function backdrop(clip, stage) {
  const canvas = stage.canvas(), [wall, , dark] = clip.colors;
  canvas.clear(wall);
  for (let i = -3; i < 16; i++) {
    canvas.fill([[i * 80, 0, i * 80 + 40, 0, i * 80 - 280, 960, i * 80 - 320, 960]], mix(wall, dark,
      0.5), 0.14);
  }
  return canvas;
}

function label(stage, clip, t) {
  const slide = (1 - ease_out(ramp(t, 0, 0.5))) * -480, [, tab, dark] = clip.colors;
  stage.g.fill(round_rect(38 + slide, 96, 392, 66, 33), dark);
  stage.g.fill(circle(71 + slide, 129, 23), tab);
  stage.icon('📚', 71 + slide, 129, 32);
  stage.line(clip.text, 108 + slide, 138, 25, kCream, { align: 'left' });
}

// A card lies on the table while it is spoken and flies off when the next one comes.
function show(stage, clip, { cue, icon, i }, next, t, pulse) {
  const age = t - cue.start + 0.25, gone = next ? ease_out(ramp(t, next.cue.start - 0.3,
    next.cue.start)) : 0;
  if (age < 0 || gone >= 1) return;
  const g = stage.g, rise = bounce_out(ramp(age, 0, 0.5)), turn = (i % 2 ? 1 : -1) * 0.025;
  g.at(stage.middle - gone * 620, 465 + (1 - rise) * 240, () => {
    g.fill(round_rect(-196 + 7, -272 + 10, 392, 545, 38), kInk, 0.22);
    g.fill(round_rect(-196, -272, 392, 545, 38), kCream);
    g.fill(round_rect(-180, -256, 360, 268, 28), mix(clip.colors[1], kCream, i % 2 ? 0.55 : 0.25));
    stage.icon(icon, 0, -122, 190 * (1 + pulse * 0.06), { turn: Math.sin(t * 3) * 0.09 });
    const now = cue_at([cue], t);
    stage.words(cue.text, 136, cue.text.length > 46 ? 36 : 42, kInk, now?.shown ?? 0,
      { x: 0, width: 345, accent: clip.colors[2], heavy: 0.6 });
  }, { turn: turn - gone * 0.3 });
}
