// Real clips made by ffmpeg: a moving pattern with a tone, each with its own colours.
import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  statSync,
  truncateSync,
} from 'node:fs';
import { root } from './server.mjs';

const folder = `${root}/build/e2e/clips`;

function make(name, args) {
  mkdirSync(folder, { recursive: true });
  const path = `${folder}/${name}.mp4`;
  if (existsSync(path) && statSync(path).size > 0) return path;
  execFileSync('ffmpeg', ['-v', 'error', '-y', ...args, path], { stdio: 'inherit' });
  return path;
}

/** A short portrait clip, about 200 kB, quick to process. */
export function smallClip(number, seconds = 3) {
  const hue = (number * 47) % 360;
  return make(`small-${number}-${seconds}`, [
    '-f',
    'lavfi',
    '-i',
    `testsrc2=s=360x640:r=24:d=${seconds},hue=h=${hue}`,
    '-f',
    'lavfi',
    '-i',
    `sine=f=${220 + 55 * number}:d=${seconds}`,
    '-c:v',
    'libx264',
    '-preset',
    'ultrafast',
    '-pix_fmt',
    'yuv420p',
    '-c:a',
    'aac',
    '-shortest',
  ]);
}

/** About 20 MB in 5 s: long enough on the wire to be interrupted. */
export function heavyClip() {
  return make('heavy', [
    '-f',
    'lavfi',
    '-i',
    'testsrc2=s=360x640:r=24:d=5,noise=alls=60:allf=t',
    '-f',
    'lavfi',
    '-i',
    'sine=f=330:d=5',
    '-c:v',
    'libx264',
    '-preset',
    'ultrafast',
    '-qp',
    '4',
    '-pix_fmt',
    'yuv420p',
    '-c:a',
    'aac',
  ]);
}

/** A clip of 320 MB that takes no room on this disk: its last box is free space, never written. */
export function hugeClip() {
  const path = `${folder}/huge.mp4`;
  const bytes = 320 * 1024 * 1024;
  const clip = smallClip(8);
  copyFileSync(clip, path);
  const rest = Buffer.alloc(8);
  rest.writeUInt32BE(bytes - statSync(clip).size);
  rest.write('free', 4, 'latin1');
  appendFileSync(path, rest);
  truncateSync(path, bytes);
  return path;
}
