// Pixel animals dancing on a lit floor, with a caption that explains why.
import { kCream, kInk, hsl, mix } from '../draw/color.mjs';
import { beat_pulse, bounce_out, ramp } from '../draw/motion.mjs';
import { ellipse, rect } from '../draw/shapes.mjs';
import { kSongs, play_song, song_seconds } from '../music/songs.mjs';
import { kAnimals } from './animals.mjs';

const kCell = 17;

export function dance(clip, stage) {
  const song = kSongs[clip.song], rounds = song_seconds(clip.song) < 5 ? 2 : 1;
  const seconds = song_seconds(clip.song) * rounds, room = backdrop(clip, stage);
  return { seconds, audio: play_song(clip.song), draw(g, t) {
    const beat = t * song.bpm / 60, pulse = beat_pulse(t, song.bpm);
    g.copy(room);
    lights(g, stage, beat, pulse);
    floor(g, stage, Math.floor(beat), clip);
    troupe(clip).forEach((one, i) => dancer(g, one, beat + i * 0.5));
    words(clip, stage, t, seconds);
  } };
}

function troupe(clip) {
  const [lead, ...others] = clip.animals;
  const places = [[88, 600, 0.58], [452, 600, 0.58]];
  return [...others.map((name, i) => ({ name, x: places[i][0], y: places[i][1],
    size: places[i][2] })),
    { name: lead, x: 270, y: 720, size: 0.95 }];
}

function backdrop(clip, stage) {
  const canvas = stage.canvas(), [top, low] = clip.colors;
  canvas.gradient([[0, top], [0.62, low], [1, low]]);
  canvas.glow(stage.w / 2, 560, 280, '#fff3c4', 0.4);
  canvas.fill(rect(0, 600, stage.w, 400), mix(low, kInk, 0.55));
  return canvas;
}

function lights(g, stage, beat, pulse) {
  for (let i = 0; i < 3; i++) {
    const x = 90 + i * 180, lean = Math.sin(beat * 0.8 + i * 2.1) * 190;
    g.fill([[x - 8, 0, x + 8, 0, x + lean + 95, 640, x + lean - 95, 640]],
      hsl(0.02 + i * 0.13, 0.9, 0.7), 0.12 + 0.1 * pulse);
  }
}

// A floor in perspective; tiles change colour on every beat.
function floor(g, stage, beat, clip) {
  const rows = [600, 640, 700, 790, 960];
  for (let row = 0; row < 4; row++) {
    const [y0, y1] = [rows[row], rows[row + 1]];
    for (let column = -6; column < 6; column++) {
      const lit = (column * 3 + row * 5 + beat * 7 & 7) < 3;
      const edge = (c, y) => 270 + c * (46 + (y - 600) * 0.24);
      g.fill([[edge(column, y0) + 1, y0 + 1, edge(column + 1, y0) - 1, y0 + 1,
        edge(column + 1, y1) - 1, y1 - 1, edge(column, y1) + 1, y1 - 1]],
      hsl(clip.hue + ((column + row + beat) % 4) * 0.06, 0.75, lit ? 0.62 : 0.3), lit ? 0.95 : 0.5);
    }
  }
}

function dancer(g, { name, x, y, size }, beat) {
  const animal = kAnimals[name], step = Math.floor(beat), phase = beat % 1;
  const hop = Math.sin(phase * Math.PI) * 46 * size, squash = 1 - 0.16 * Math.max(0, 1 - phase * 5);
  const sway = (step % 2 ? 1 : -1) * 20 * Math.min(1, phase * 3) * size;
  const turn = (step % 2 ? 1 : -1) * 0.09, mirror = step % 4 < 2 ? 1 : -1;
  g.fill(ellipse(x + sway, y + 8, 96 * size - hop * 0.5, 16 * size), kInk, 0.35);
  g.at(x + sway, y - hop, () => picture(g, animal, step), { turn,
    size: size * mirror * (2 - squash), size_y: size * squash });
}

function picture(g, animal, step) {
  const rows = step % 2 ? animal.rows : animal.step ?? animal.rows;
  rows.forEach((row, line) => {
    for (let from = 0; from < row.length;) {
      let to = from + 1;
      while (to < row.length && row[to] === row[from]) to++;
      if (row[from] !== '.') {
        g.fill(rect((from - row.length / 2) * kCell, (line - rows.length) * kCell,
          (to - from) * kCell + 0.9, kCell + 0.9), animal.colors[row[from]]);
      }
      from = to;
    }
  });
}

// The first half of the caption, then the rest of the sentence under it, in yellow.
function words(clip, stage, t, seconds) {
  const starts = [0.1, seconds * 0.4], colors = [kCream, '#ffd84d'], g = stage.g;
  clip.text.forEach((text, i) => {
    const age = ramp(t, starts[i], starts[i] + 0.35), y = 170 + i * 92;
    if (age > 0) {
      g.at(stage.middle, y, () => {
        stage.paragraph(text, 5, 46, kInk, { x: 0, heavy: 5 });
        stage.paragraph(text, 0, 46, colors[i], { x: 0, heavy: 1 });
      }, { size: bounce_out(age) });
    }
  });
}
