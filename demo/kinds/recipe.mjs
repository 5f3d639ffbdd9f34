// Three ingredients, one bowl, a very short recipe.
import { kCream, kInk, mix } from '../draw/color.mjs';
import { bounce_out, chance, ease_out, ramp } from '../draw/motion.mjs';
import { circle, ellipse, round_rect } from '../draw/shapes.mjs';
import { play_song, song_seconds } from '../music/songs.mjs';

export function recipe(clip, stage) {
  const seconds = song_seconds(clip.song), table = backdrop(clip, stage);
  return { seconds, audio: play_song(clip.song), draw(g, t) {
    g.copy(table);
    stage.paragraph(clip.text, 165, 50, kInk, { font: 'show' });
    const done = seconds * 0.68;
    if (t < done) mixing(clip, stage, t, done);
    else served(clip, stage, t - done);
  } };
}

function backdrop(clip, stage) {
  const canvas = stage.canvas(), [wall, cloth] = clip.colors;
  canvas.clear(wall);
  for (let y = 0; y < 10; y++) {
    for (let x = 0; x < 7; x++) canvas.fill(circle(x * 90 + (y % 2) * 45, y * 80, 7), kCream, 0.35);
  }
  canvas.fill(round_rect(-40, 650, 620, 400, 40), cloth);
  for (let x = 0; x < 9; x++) canvas.fill(round_rect(x * 66 - 10, 650, 30, 320, 0), kCream, 0.22);
  canvas.fill(round_rect(40, 105, 412, 120, 34), kCream);
  return canvas;
}

// Each ingredient shows its name, then jumps into the bowl.
function mixing(clip, stage, t, done) {
  const g = stage.g, each = done / clip.steps.length, now = Math.min(clip.steps.length - 1,
    Math.floor(t / each));
  const age = t - now * each, fall = ramp(age, each * 0.62, each * 0.9);
  const stir = age > each * 0.85 ? Math.sin(age * 30) * 5 : 0, [icon, label] = clip.steps[now];
  bowl(g, 246 + stir, 640, clip.colors[2], t, now + (fall >= 1), clip.fillings);
  const y = 415 - Math.sin(fall * Math.PI) * 70 + fall * 150;
  if (fall < 1) {
    stage.icon(icon, 246, y, 150 * bounce_out(ramp(age, 0, 0.5)) * (1 - fall * 0.5),
      { turn: fall * 3 });
  }
  bowl_front(g, 246 + stir, 640, clip.colors[2]);
  const seen = ease_out(ramp(age, 0.1, 0.45));
  g.fill(round_rect(72 - (1 - seen) * 500, 262, 348, 62, 31), clip.colors[2]);
  stage.line(`${now + 1}. ${label}`, 246 - (1 - seen) * 500, 303, 30, kCream);
}

function bowl(g, x, y, color, t, level, fillings) {
  g.fill(ellipse(x, y + 78, 150, 20), kInk, 0.22);
  g.fill(ellipse(x, y - 40, 152, 34), mix(color, kInk, 0.35));
  if (level > 0) g.fill(ellipse(x, y - 34, 128, 22 + Math.sin(t * 6) * 2), fillings[Math.min(level,
    fillings.length) - 1]);
}

function bowl_front(g, x, y, color) {
  const half = [];
  for (let i = 0; i <= 24; i++) {
    const angle = Math.PI * i / 24;
    half.push(x + Math.cos(angle) * 152, y - 40 + Math.sin(angle) * 122);
  }
  for (let i = 24; i >= 0; i--) {
    const angle = Math.PI * i / 24;
    half.push(x + Math.cos(angle) * 152, y - 40 + Math.sin(angle) * 34);
  }
  g.fill([half], color);
  g.fill(ellipse(x - 66, y + 16, 15, 30), kCream, 0.28);
}

function served(clip, stage, age) {
  const g = stage.g, random = chance(clip.seed);
  for (let i = 0; i < 16; i++) {
    const angle = i / 16 * Math.PI * 2 + age * 0.3;
    g.fill([[246, 455, 246 + Math.cos(angle) * 205, 455 + Math.sin(angle) * 205,
      246 + Math.cos(angle + 0.2) * 205, 455 + Math.sin(angle + 0.2) * 205]], '#ffe9a8', 0.4);
  }
  g.fill(ellipse(246, 560, 170, 40), kInk, 0.15);
  g.fill(ellipse(246, 545, 170, 40), kCream);
  g.fill(ellipse(246, 541, 120, 26), mix(kCream, kInk, 0.1));
  stage.icon(clip.dish, 246, 455 - Math.abs(Math.sin(age * 4)) * 18, 215 * bounce_out(ramp(age, 0,
    0.6)));
  for (let i = 0; i < 12; i++) {
    const rise = (random() + age * 0.5) % 1;
    stage.icon('✨', 76 + random() * 350, 640 - rise * 380, 30 * Math.sin(rise * Math.PI));
  }
  const seen = bounce_out(ramp(age, 0.2, 0.7));
  g.at(stage.middle, 630, () => {
    g.fill(round_rect(-189, -56, 378, 112, 34), kCream);
    stage.paragraph(clip.finish, 0, 32, kInk, { x: 0, width: 346, heavy: 0.8 });
  }, { size: seen });
}
