// Renders one clip: a kind draws frames on a stage, ffmpeg takes them on stdin and makes the file.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { Stage } from './draw/stage.mjs';
import { chat } from './kinds/chat.mjs';
import { dance } from './kinds/dance.mjs';
import { generated } from './kinds/generated.mjs';
import { idiom } from './kinds/idiom.mjs';
import { joke } from './kinds/joke.mjs';
import { landscape } from './kinds/landscape.mjs';
import { recipe } from './kinds/recipe.mjs';
import { satisfying } from './kinds/satisfying.mjs';
import { space } from './kinds/space.mjs';
import { visualiser } from './kinds/visualiser.mjs';
import { weather } from './kinds/weather.mjs';
import { kFps } from './speech.mjs';

const kKinds = { chat, dance, generated, idiom, joke, landscape, recipe, satisfying, space,
  visualiser, weather };

// Prepares a clip without encoding it: {seconds, audio, draw | graph, stage}.
export function prepare(clip) {
  const [width, height] = clip.size ?? [540, 960], stage = new Stage(width, height);
  return { stage, ...kKinds[clip.kind](clip, stage) };
}

// Writes `path`; `seconds_max` cuts the clip short (for tests).
export async function render(clip, path, { seconds_max = Infinity } = {}) {
  const made = prepare(clip), seconds = Math.min(made.seconds, seconds_max);
  const sound = `${path}.wav`, part = `${path}.part.mp4`;
  made.audio.master();
  writeFileSync(sound, made.audio.wav());
  try {
    await encode(made, { sound, part, seconds });
    renameSync(part, path);
  } finally {
    rmSync(sound, { force: true });
    rmSync(part, { force: true });
  }
}

async function encode(made, { sound, part, seconds }) {
  const child = spawn('ffmpeg', arguments_for(made, { sound, part, seconds }),
    { stdio: ['pipe', 'ignore', 'pipe'] });
  let errors = '';
  child.stderr.on('data', (chunk) => { errors += chunk; });
  child.stdin.on('error', () => {});  // a dying ffmpeg is told by its exit code
  const closed = once(child, 'close');
  if (made.graph) child.stdin.end(made.overlay.bytes);
  else await draw_frames(made, child.stdin, Math.round(seconds * kFps));
  const [code] = await closed;
  if (code !== 0) throw new Error(`ffmpeg ended with ${code}: ${errors.slice(-800)}`);
}

async function draw_frames({ stage, draw }, pipe, count) {
  for (let frame = 0; frame < count; frame++) {
    stage.set_units(stage.g);
    draw(stage.g, frame / kFps);
    if (!pipe.write(Buffer.from(stage.g.bytes))) await once(pipe, 'drain');
    if (pipe.destroyed) return;
  }
  pipe.end();
}

function arguments_for({ stage, graph }, { sound, part, seconds }) {
  const { width, height } = stage.g;
  const raw = ['-f', 'rawvideo', '-pix_fmt', 'rgba', '-s', `${width}x${height}`, '-r', String(kFps),
    '-i', 'pipe:0'];
  const picture = graph ? ['-f', 'lavfi', '-i', graph, ...raw, '-i', sound, '-filter_complex',
    '[0:v][1:v]overlay=eof_action=repeat,format=yuv420p[v]', '-map', '[v]', '-map', '2:a']
    : [...raw, '-i', sound, '-map', '0:v', '-map', '1:a', '-pix_fmt', 'yuv420p'];
  return ['-v', 'error', '-y', ...picture, '-t', seconds.toFixed(3), '-r', String(kFps),
    '-c:v', 'libx264', '-preset', 'ultrafast', '-crf', graph ? '27' : '21', '-g', '50', '-threads',
      '1',
    '-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709',
    '-c:a', 'aac', '-b:a', '128k', '-movflags', '+faststart', '-map_metadata', '-1',
    '-fflags', '+bitexact', '-flags:v', '+bitexact', '-flags:a', '+bitexact', part];
}
