// The song made visible: a sun whose rays are its bands, a little city.
import { kCream, kInk, kSun, hsl, mix } from '../draw/color.mjs';
import { beat_pulse } from '../draw/motion.mjs';
import { circle, ellipse, rect, round_rect } from '../draw/shapes.mjs';
import { kSongs, play_song, song_seconds } from '../music/songs.mjs';
import { spectrum } from '../music/spectrum.mjs';
import { kFps } from '../speech.mjs';

const kScenes = { rays, skyline };

export function visualiser(clip, stage) {
  const audio = play_song(clip.song), seconds = song_seconds(clip.song), back = stage.canvas();
  audio.master();
  back.gradient([[0, clip.colors[0]], [1, clip.colors[1]]]);
  back.glow(stage.w / 2, stage.h * 0.42, stage.h * 0.45, clip.colors[2], 0.35);
  const bands = spectrum(audio, kFps, 32), song = kSongs[clip.song];
  return { seconds, audio, draw(g, t) {
    g.copy(back);
    const levels = bands[Math.min(bands.length - 1, Math.round(t * kFps))];
    kScenes[clip.scene](stage, levels, t, beat_pulse(t, song.bpm), clip);
    const wide = stage.w > stage.h, x = wide ? stage.w * 0.3 : stage.middle,
      y = stage.h * (wide ? 0.16 : 0.68);
    stage.line(song.title, x, y, 42, kCream, { font: 'show' });
    stage.line(clip.text, x, y + 38, 24, kCream, { alpha: 0.8 });
  } };
}

function rays(stage, levels, t, pulse) {
  const g = stage.g, cx = stage.w / 2, cy = stage.h * 0.37;
  for (let i = 0; i < 64; i++) {
    const level = levels[i < 32 ? i : 63 - i], angle = i / 64 * Math.PI * 2 + Math.PI / 2 + t
      * 0.12;
    const from = 108 + pulse * 10, to = from + 12 + level * 120, c = Math.cos(angle),
      s = Math.sin(angle);
    g.stroke([[cx + c * from, cy + s * from, cx + c * to, cy + s * to]], 8,
      hsl(0.02 + level * 0.12, 0.95, 0.62));
  }
  g.fill(circle(cx, cy, 94 + pulse * 9), kSun);
  for (const side of [-1, 1]) {
    g.fill(ellipse(cx + side * 30, cy - 12, 9, 12), kInk);
    g.fill(ellipse(cx + side * 50, cy + 14, 13, 8), '#ff6f59', 0.5);
  }
  g.fill(ellipse(cx, cy + 24, 17, 6 + levels[10] * 20), '#7a2b3a');
}

function skyline(stage, levels, t, pulse, clip) {
  const g = stage.g, count = 16, wide = (stage.w - 40) / count, ground = stage.h * 0.56;
  g.glow(stage.w * 0.74, stage.h * 0.2, 110 + pulse * 30, kCream, 0.9);
  g.fill(circle(stage.w * 0.74, stage.h * 0.2, 46), '#fff1c9');
  for (let i = 0; i < count; i++) {
    const level = (levels[i * 2] + levels[i * 2 + 1]) / 2, height = 40 + level * stage.h * 0.34;
    const x = 20 + i * wide, color = mix(clip.colors[3], kSun, level);
    g.fill(round_rect(x + 2, ground - height, wide - 4, height, 7), color);
    g.fill(rect(x + 2, ground + 4, wide - 4, height * 0.4), color, 0.22);
    for (let y = ground - height + 14; y < ground - 14; y += 20) {
      g.fill(rect(x + wide * 0.3, y, wide * 0.4, 9), kCream, 0.65);
    }
  }
}
