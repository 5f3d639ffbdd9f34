// Spoken facts from the sky, beside a turning planet.
import { kCream, mix, parse_color } from '../draw/color.mjs';
import { bounce_out, chance, ease_out, ramp } from '../draw/motion.mjs';
import { circle, star } from '../draw/shapes.mjs';
import { cue_at, speak } from '../speech.mjs';

export function space(clip, stage) {
  const speech = speak(clip), sky = backdrop(clip, stage), planet = globe(clip, 150 * stage.unit);
  const stars = twinkles(clip.seed);
  return { ...speech, draw(g, t) {
    g.copy(sky);
    for (const [x, y, size, phase] of stars) {
      g.glow(x, y, size, kCream, 0.45 + 0.4 * Math.sin(t * 2 + phase));
    }
    const rise = ease_out(ramp(t, 0, 1));
    const y = 330 + Math.sin(t * 0.9) * 8 + (1 - rise) * 500;
    g.glow(270, y, 260, clip.colors[2], 0.4);
    if (clip.lamp) g.at(270, y, () => g.fill(star(0, 0, 206, 160, 18), '#ffd166', 0.55),
      { turn: t * 0.2});
    if (clip.ring) ring(g, y, clip.ring, Math.PI, Math.PI * 2);
    paint_globe(g, planet, Math.round(270 * stage.unit), Math.round(y * stage.unit), t * clip.spin);
    if (clip.ring) ring(g, y, clip.ring, 0, Math.PI);
    if (clip.face) face(g, y, t, speech.mouth(t));
    satellite(stage, clip, t, y);
    const now = cue_at(speech.cues, t);
    if (now) stage.words(now.cue.text, 590, 42, kCream, now.shown, { accent: '#ffd166', heavy: 1 });
  } };
}

function twinkles(seed) {
  const random = chance(seed);
  return Array.from({ length: 26 }, () => [random() * 540, random() * 900, 5 + random() * 9,
    random() * 7]);
}

function backdrop(clip, stage) {
  const canvas = stage.canvas(), random = chance(clip.seed + 1);
  canvas.gradient([[0, clip.colors[0]], [1, clip.colors[1]]]);
  for (let i = 0; i < 5; i++) canvas.glow(random() * 540, random() * 960, 160 + random() * 200,
    clip.colors[2], 0.13);
  for (let i = 0; i < 170; i++) {
    canvas.fill(circle(random() * 540, random() * 960, 0.5 + random() * 1.3), kCream,
      0.25 + random() * 0.6);
  }
  return canvas;
}

// A band texture and, for each pixel of the disc, where on the sphere it lies and how lit it is.
function globe(clip, radius) {
  const size = 256, texture = new Uint8Array(size * size * 3), random = chance(clip.seed + 2);
  const waves = Array.from({ length: 7 }, () => [1 + Math.floor(random() * 6), random() * 7,
    1 + random() * 9]);
  for (let v = 0; v < size; v++) {
    for (let u = 0; u < size; u++) {
      const a = u / size * Math.PI * 2, b = v / size * Math.PI;
      let level = 0;
      for (const [k, phase, m] of waves) level += Math.sin(a * k * (clip.bands ? 0 : 1) + phase + m
        * b
        + 0.5 * Math.sin(a * (k + 1) + b * 5 + phase));
      const share = Math.max(0, Math.min(0.999, 0.5 + level / 7)) * (clip.surface.length - 1);
      const step = Math.floor(share);
      const color = mix(clip.surface[step], clip.surface[step + 1], Math.min(1,
        (share - step) * 2));
      texture.set(color, (v * size + u) * 3);
    }
  }
  return { texture, size, points: disc_points(radius, size, clip) };
}

function disc_points(r, size, clip) {
  const points = [], rim = parse_color(clip.colors[2]);
  for (let y = -Math.ceil(r); y < r; y++) {
    for (let x = -Math.ceil(r); x < r; x++) {
      const nx = x / r, ny = y / r, q = 1 - nx * nx - ny * ny;
      if (q <= 0) continue;
      const nz = Math.sqrt(q), halo = (1 - nz) ** 3 * 0.6;
      const light = clip.lamp ? 1.02
        : Math.max(0.16, 0.25 + 0.9 * (-0.5 * nx - 0.45 * ny + 0.74 * nz));
      points.push({ x, y, light, edge: Math.min(1, q * r * 0.5),
        halo: rim.map((part) => part * halo),
        u: Math.floor(Math.atan2(nx, nz) / (Math.PI * 2) * size + size),
        row: Math.floor(Math.acos(-ny) / Math.PI * size) * size });
    }
  }
  return points;
}

// The planet centred at whole pixel (cx, cy), turned by `turn` of a whole round.
function paint_globe(g, { texture, size, points }, cx, cy, turn) {
  const shift = Math.floor((turn % 1 + 1) % 1 * size);
  for (const one of points) {
    const y = cy + one.y;
    if (y < 0 || y >= g.height) continue;
    const from = (one.row + (one.u + shift) % size) * 3, at = (y * g.width + cx + one.x) * 4;
    for (let k = 0; k < 3; k++) {
      const value = Math.min(255, texture[from + k] * one.light + one.halo[k]);
      g.bytes[at + k] += (value - g.bytes[at + k]) * one.edge;
    }
  }
}

function ring(g, y, color, from, to) {
  for (let band = 0; band < 4; band++) {
    const line = [], r = 205 + band * 17;
    for (let i = 0; i <= 40; i++) {
      const angle = from + (to - from) * i / 40, x = Math.cos(angle) * r,
        up = Math.sin(angle) * r * 0.24;
      line.push(270 + x * 0.97 - up * 0.25, y + up + x * 0.25);
    }
    g.stroke([line], 10, mix(color, kCream, band * 0.2), 0.75 - band * 0.1);
  }
}

function face(g, y, t, mouth) {
  const blink = t % 3.1 > 2.95 ? 0.15 : 1;
  g.at(270, y, () => {
    for (const side of [-1, 1]) {
      g.at(side * 44, -14, () => g.fill(circle(0, 0, 15), '#1d1a3f'), { size: 1, size_y: blink });
      g.fill(circle(side * 44 + 5, -20, 5), kCream);
      g.fill(circle(side * 74, 22, 15), '#ff6f59', 0.45);
    }
    g.at(0, 34, () => g.fill(circle(0, 0, 20), '#5c1f33'), { size: 1, size_y: 0.25 + mouth * 1.2 });
  });
}

function satellite(stage, clip, t, y) {
  const angle = t * 1.1, depth = Math.sin(angle), x = 270 + Math.cos(angle) * 215;
  if (!clip.moon) return;
  const size = (64 + depth * 16) * bounce_out(ramp(t, 0.4, 1));
  if (depth > 0 || Math.abs(x - 270) > 140) stage.icon(clip.moon, x, y + depth * 60, size,
    { turn: t * 0.6 });
}

