// A sun that reads the forecast: of feelings, of inboxes, of cats.
import { kCoral, kCream, kInk, kSun, mix } from '../draw/color.mjs';
import { beat_pulse, bounce_out, chance, ramp } from '../draw/motion.mjs';
import { arc_line, circle, ellipse, round_rect, star, under } from '../draw/shapes.mjs';
import { kSongs } from '../music/songs.mjs';
import { cue_at, speak } from '../speech.mjs';

export function weather(clip, stage) {
  const speech = speak(clip), sky = backdrop(clip, stage), bpm = kSongs[clip.song].bpm;
  const floats = drifting(clip, stage);
  return { ...speech, draw(g, t) {
    g.copy(sky);
    const grow = bounce_out(ramp(t, 0, 0.7));
    g.at(stage.w / 2, 278, () => sun(g, t, speech.mouth(t), clip.mood), {
      size: grow * (1 + 0.035 * beat_pulse(t, bpm)), turn: Math.sin(t * 1.7) * 0.05 });
    for (const one of floats) {
      const x = (one.x + t * one.speed) % (stage.w + 200) - 100;
      stage.icon(one.icon, x, one.y + Math.sin(t * 1.4 + one.x) * 8, one.size);
    }
    show_caption(stage, speech.cues, t, clip);
  } };
}

function drifting(clip, stage) {
  const random = chance(clip.seed);
  return clip.icons.flatMap((icon) => [100, 400].map((lane) => ({ icon,
    x: random() * (stage.w + 200),
    y: lane + random() * 70, size: 54 + random() * 46, speed: 12 + random() * 26 })));
}

function backdrop(clip, stage) {
  const canvas = stage.canvas(), [top, low, hill] = clip.colors;
  canvas.gradient([[0, top], [0.7, low], [1, low]]);
  canvas.glow(stage.w / 2, 286, 380, kCream, 0.5);
  for (let i = 0; i < 3; i++) {
    const shade = mix(hill, kInk, 0.12 + i * 0.14);
    canvas.fill(under((x) => 478 + i * 150 + Math.sin(x / (90 - i * 12) + i * 2) * 24, 0, stage.w,
      stage.h), shade);
  }
  return canvas;
}

function sun(g, t, mouth, mood) {
  g.at(0, 0, () => g.fill(star(0, 0, 178, 138, 14), '#ffab3d'), { turn: t * 0.35 });
  g.at(0, 0, () => g.fill(star(0, 0, 160, 132, 14), '#ffcf5e'), { turn: -t * 0.25 });
  g.fill(circle(0, 0, 128), kSun);
  g.fill(circle(-14, -16, 106), '#ffd166', 0.7);
  const blink = t % 2.9 > 2.76 ? 0.12 : 1;
  for (const side of [-1, 1]) {
    g.fill(ellipse(side * 46, -22, 15, 20 * blink), kInk);
    if (blink === 1) g.fill(circle(side * 46 + 5, -30, 5.5), kCream);
    g.fill(ellipse(side * 74, 22, 20, 13), kCoral, 0.5);
  }
  if (mood === 'cool') shades(g);
  const open = 6 + mouth * 34;
  if (mouth > 0.08) {
    g.fill(ellipse(0, 40, 30, open), '#7a2b3a');
    g.fill(ellipse(0, 40 + open * 0.5, 18, open * 0.42), kCoral);
  } else {
    g.stroke(arc_line(0, 22, 34, 0.5, Math.PI - 0.5), 8, '#7a2b3a');
  }
}

function shades(g) {
  for (const side of [-1, 1]) {
    g.fill(round_rect(side * 50 - 42, -50, 84, 54, 22), kInk);
    g.fill(round_rect(side * 50 - 30, -42, 26, 12, 6), kCream, 0.35);
  }
  g.stroke([[-20, -36, 20, -36]], 9, kInk);
}

function show_caption(stage, cues, t, clip) {
  const now = cue_at(cues, t);
  if (!now) return;
  stage.words(now.cue.text, 565, 40, kCream, now.shown, { accent: clip.accent ?? '#fff3a8',
    heavy: 1 });
}
