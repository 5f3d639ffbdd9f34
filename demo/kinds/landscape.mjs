// Quiet places that drift past: hills at sunrise, the sea, a night train, rain on a city, northern
// lights.
import { kCream, kInk, kSun, mix } from '../draw/color.mjs';
import { chance, ramp } from '../draw/motion.mjs';
import { circle, ellipse, rect, round_rect, under } from '../draw/shapes.mjs';
import { play_song, song_seconds } from '../music/songs.mjs';

const kScenes = { sunrise, ocean, train, rain, aurora };

export function landscape(clip, stage) {
  const seconds = song_seconds(clip.song), draw = kScenes[clip.scene](clip, stage, seconds);
  return { seconds, audio: play_song(clip.song), draw(g, t) {
    draw(g, t);
    const seen = Math.min(ramp(t, 0.4, 1.4), 1 - ramp(t, seconds - 1.2, seconds - 0.4));
    const [first, second] = clip.text, half = ramp(t, seconds * 0.46, seconds * 0.54);
    const text = second && half > 0.5 ? second : first;
    const alpha = second ? seen * Math.abs(half * 2 - 1) : seen;
    stage.paragraph(text, stage.h * 0.2, 50, kCream, { font: 'show', alpha });
  } };
}

function sunrise(clip, stage, seconds) {
  const sky = stage.canvas(), turn = Math.PI * 2 / seconds, horizon = stage.h * 0.6;
  sky.gradient([[0, '#3b3a78'], [0.25, '#c7607f'], [0.45, '#ff9e6d'], [0.65, '#ffd99a'], [1,
    '#ffe9c2']]);
  const layers = ['#c9747c', '#9a5a7d', '#6b4677', '#43356a', '#261f4a'];
  return (g, t) => {
    g.copy(sky);
    const y = horizon - 60 - 50 * (1 - Math.cos(t * turn)) / 2;
    g.glow(stage.w / 2, y, 230, kCream, 0.75);
    g.fill(circle(stage.w / 2, y, 72), '#fff1c9');
    layers.forEach((color, i) => {
      const speed = (i + 1) * 2, wave = Math.PI * 2 / stage.w;
      const height = (x) => horizon - 20 + i * stage.h * 0.075
        + Math.sin(x * wave * (1 + i % 2) + t * turn * (1 + (i > 1)) + i * 1.7) * (34 - i * 3)
        + Math.sin(x * wave * (3 + i) + t * turn * speed / 2 + i) * 9;
      g.fill(under(height, 0, stage.w, stage.h), color);
      if (i === 4) trees(g, stage, height);
    });
    birds(g, stage, t, seconds);
  };
}

function trees(g, stage, height) {
  for (let i = 0; i < 9; i++) {
    const x = 20 + i * stage.w / 8.6, y = height(x) + 6, tall = 44 + (i * 37) % 34;
    for (let k = 0; k < 3; k++) {
      const top = y - tall - k * 14, wide = 20 - k * 5;
      g.fill([[x, top, x + wide, top + 34, x - wide, top + 34]], '#1b1638');
    }
    g.fill(rect(x - 3, y - tall + 20, 6, tall), '#1b1638');
  }
}

function birds(g, stage, t, seconds) {
  for (let i = 0; i < 5; i++) {
    const x = t / seconds * (stage.w + 240) - 120 + i * 34, y = stage.h * 0.3 + (i % 3) * 26
      + Math.sin(t + i) * 8;
    const flap = Math.sin(t * 9 + i * 1.3) * 8;
    g.stroke([[x - 13, y - flap, x, y, x + 13, y - flap]], 3.4, kInk, 0.75);
  }
}

function ocean(clip, stage, seconds) {
  const sky = stage.canvas(), turn = Math.PI * 2 / seconds, sea = stage.h * 0.46;
  sky.gradient([[0, '#56b8e6'], [0.34, '#bfe8f2'], [0.47, '#fff1d0'], [1, '#fff1d0']]);
  sky.glow(stage.w * 0.68, stage.h * 0.34, 220, kCream, 0.9);
  sky.fill(circle(stage.w * 0.68, stage.h * 0.34, 62), kSun);
  const colors = ['#3fa7c4', '#2c8fb3', '#1f7a9e', '#176587', '#10506f'];
  return (g, t) => {
    g.copy(sky);
    cloud(g, (t / seconds * 90) + 40, stage.h * 0.1, 1);
    cloud(g, 60 + t / seconds * 60, stage.h * 0.31, 0.7);
    colors.forEach((color, i) => {
      const wave = Math.PI * 2 / stage.w, amp = 8 + i * 5;
      const height = (x) => sea + i * stage.h * 0.085
        + Math.sin(x * wave * (3 - i % 2) + t * turn * (4 + i % 3) * (i % 2 ? 1 : -1) + i) * amp;
      if (i === 2) boat(g, stage.w * 0.42, height(stage.w * 0.42), Math.sin(t * turn * 4) * 0.09);
      g.fill(under(height, 0, stage.w, stage.h), color);
      g.stroke(under_line(height, stage.w), 4, kCream, 0.35);
    });
    const jump = (t * 2 / seconds % 1) * 2.6 - 0.8;
    if (jump > 0 && jump < 1) leap(stage, jump);
  };
}

function under_line(height, width) {
  const line = [];
  for (let x = 0; x <= width; x += 9) line.push(x, height(x));
  return [line];
}

function leap(stage, share) {
  const x = stage.w * (0.2 + share * 0.55), y = stage.h * 0.69 - Math.sin(share * Math.PI) * 190;
  stage.icon('🐬', x, y, 92, { turn: -0.9 + share * 1.9 });
}

function cloud(g, x, y, size) {
  g.at(x, y, () => {
    for (const [cx, cy, r] of [[0, 0, 30], [34, -14, 38], [74, -4, 32], [104, 6, 22]]) {
      g.fill(circle(cx, cy, r), kCream, 0.9);
    }
    g.fill(round_rect(-28, -2, 154, 32, 16), kCream, 0.9);
  }, { size });
}

function boat(g, x, y, turn) {
  g.at(x, y - 4, () => {
    g.fill([[-58, -14, 58, -14, 38, 20, -38, 20]], '#d1495b');
    g.fill(rect(-3, -130, 6, 120), '#6b4423');
    g.fill([[8, -126, 8, -24, 70, -24]], kCream);
    g.fill([[-8, -108, -8, -24, -46, -24]], '#ffd6a5');
  }, { turn });
}

function train(clip, stage, seconds) {
  const night = stage.canvas(), random = chance(clip.seed), turn = Math.PI * 2 / seconds;
  night.gradient([[0, '#141335'], [0.5, '#3c2f6e'], [0.75, '#7d4f86'], [1, '#7d4f86']]);
  for (let i = 0; i < 90; i++) {
    night.fill(circle(random() * 540, random() * 460, 0.7 + random() * 1.6), kCream,
      0.3 + random() * 0.6);
  }
  night.glow(150, 380, 130, '#fff1c9', 0.5);
  night.fill(circle(150, 380, 46), '#fff1c9');
  for (const [x, y, r] of [[136, 366, 9], [164, 392, 12], [160, 358, 5]]) {
    night.fill(circle(x, y, r), '#e8d49a', 0.8);
  }
  const lamps = Array.from({ length: 7 }, () => random() * 900);
  return (g, t) => {
    g.copy(night);
    for (let i = 0; i < 3; i++) {
      g.fill(under((x) => 480 + i * 70 + Math.sin(x * Math.PI / 270 * (1 + i) + t * turn * (i + 1)
        * 2) * 26, 0,
        540, 960), ['#4a3a72', '#332a5c', '#201b44'][i]);
    }
    for (const start of lamps) {
      const x = 900 - (start + t / seconds * 2700) % 900 - 100;
      g.glow(x, 640, 34, kSun, 0.8);
      g.fill(circle(x, 640, 5), kCream);
    }
    window_frame(stage, t);
  };
}

function window_frame(stage, t) {
  const g = stage.g, wood = '#5a3327', sway = Math.sin(t * 2.2) * 2;
  for (const bar of [[0, 0, 540, 44], [0, 0, 34, 960], [506, 0, 34, 960], [0, 700, 540, 260]]) {
    g.fill(rect(...bar), wood);
  }
  g.fill(rect(0, 700, 540, 14), '#7b4a38');
  g.fill(rect(34, 44, 472, 6), kInk, 0.4);
  g.fill(round_rect(150, 624 + sway, 88, 92, 18), '#ef6f59');
  g.stroke([[238, 648 + sway, 262, 656 + sway, 258, 684 + sway, 238, 690 + sway]], 10, '#ef6f59');
  for (let i = 0; i < 3; i++) {
    const rise = (t * 0.35 + i / 3) % 1;
    g.glow(180 + i * 14 + Math.sin(rise * 7 + i) * 9, 610 - rise * 120, 22, kCream,
      0.35 * (1 - rise));
  }
  stage.icon('📖', 360, 690, 92);
}

function rain(clip, stage, seconds) {
  const city = stage.canvas(), random = chance(clip.seed);
  city.gradient([[0, '#1a1a3e'], [0.5, '#3b2f63'], [0.78, '#8a4a6b'], [1, '#1b1735']]);
  const windows = [];
  for (let layer = 0; layer < 3; layer++) {
    for (let x = -20; x < stage.w; x += 52 + random() * 34) {
      const wide = 50 + random() * 34, top = 300 + layer * 110 + random() * 150;
      city.fill(rect(x, top, wide, 960 - top), mix('#54437d', '#17132f', layer / 2));
      for (let wy = top + 16; wy < 740; wy += 24) {
        for (let wx = x + 9; wx < x + wide - 12; wx += 17) {
          if (random() < 0.33) windows.push({ x: wx, y: wy, layer, blink: random() * 40 });
        }
      }
    }
  }
  for (const one of windows) city.fill(rect(one.x, one.y, 9, 13), kSun, 0.45 + one.layer * 0.2);
  city.fill(rect(0, 745, 540, 220), '#141129');
  const drops = Array.from({ length: 110 }, () => [random() * 620, random(), 0.7 + random() * 0.7]);
  const lamps = [70, 210, 350, 490];
  return (g, t) => {
    g.copy(city);
    for (const x of lamps) {
      g.glow(x, 700, 70, '#ffb45e', 0.55);
      g.fill(ellipse(x, 830, 34, 8), '#ffb45e', 0.25 + 0.08 * Math.sin(t * 3 + x));
    }
    umbrella(stage, t, seconds);
    for (const [x, phase, speed] of drops) {
      const y = (phase + t / seconds * Math.round(speed * 14)) % 1 * 1040 - 60;
      g.stroke([[x - y * 0.08, y, x - y * 0.08 - 4, y + 26 * speed]], 1.4, '#cfd8ff', 0.5);
    }
  };
}

function umbrella(stage, t, seconds) {
  const g = stage.g, x = t / seconds * 700 - 80, step = Math.sin(t * 7) * 4;
  g.stroke([[x - 6, 790, x - 10 - step * 2, 832], [x + 6, 790, x + 8 + step * 2, 832]], 9,
    '#2b2340');
  g.fill(round_rect(x - 24, 720 + step / 2, 48, 82, 22), '#ffc145');
  g.fill(circle(x, 700 + step / 2, 20), '#f2b48c');
  g.stroke([[x + 6, 740 + step / 2, x + 6, 640 + step / 2]], 4, '#2b2340');
  const top = 640 + step / 2, dome = [];
  for (let i = 0; i <= 20; i++) {
    const angle = Math.PI * (1 + i / 20);
    dome.push(x + 6 + Math.cos(angle) * 84, top + 22 + Math.sin(angle) * 66);
  }
  g.fill([dome], '#ef476f');
}

function aurora(clip, stage, seconds) {
  const sky = stage.canvas(), random = chance(clip.seed), turn = Math.PI * 2 / seconds;
  sky.gradient([[0, '#0b1033'], [0.55, '#16305a'], [0.75, '#2a5d72'], [1, '#0d1838']]);
  for (let i = 0; i < 120; i++) {
    sky.fill(circle(random() * stage.w, random() * 620, 0.6 + random() * 1.5), kCream,
      0.3 + random() * 0.6);
  }
  const flies = Array.from({ length: 16 }, () => [random() * stage.w, 640 + random() * 170,
    random() * 6]);
  return (g, t) => {
    g.copy(sky);
    ['#58e6a9', '#4fd0c4', '#9c7be8'].forEach((color, i) => {
      for (let x = 0; x < stage.w; x++) {
        const place = x / stage.w * Math.PI * 2;
        const foot = 330 + i * 75 + Math.sin(place + turn * t * (i + 1) + i * 2) * 70
          + Math.sin(place * 4 + turn * t * 2 + i) * 16;
        const tall = 210 + Math.sin(place * 3 - turn * t * 2 + i) * 60 + Math.sin(place * 17 + i)
          * 16;
        g.veil(x, foot - tall, foot, color, 0.5 + 0.22 * Math.sin(place * 2 + turn * t * 3)
          + 0.1 * Math.sin(place * 23 - turn * t * 5));
      }
    });
    g.fill(under((x) => 640 - 90 * Math.abs(Math.sin(x / 130 + 0.6)), 0, stage.w, stage.h, 10),
      '#101a3a');
    g.fill(under((x) => 730 + Math.sin(x / 60) * 14, 0, stage.w, stage.h), '#0a1029');
    cabin(g);
    for (const [x, y, phase] of flies) {
      const glow = Math.max(0, Math.sin(turn * t * 4 + phase));
      g.glow(x + Math.sin(turn * t * 2 + phase) * 22, y + Math.cos(turn * t * 3 + phase) * 14, 13,
        '#ffe27a', glow);
    }
  };
}

function cabin(g) {
  g.fill(rect(300, 690, 110, 70), '#241a33');
  g.fill([[285, 694, 355, 640, 425, 694]], '#17112a');
  g.glow(350, 725, 60, '#ffc145', 0.6);
  g.fill(rect(336, 708, 30, 28), '#ffd98a');
  g.fill(rect(349.5, 708, 3, 28), '#241a33');
}
