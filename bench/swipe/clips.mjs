// Bright short clips without one dark pixel: whatever is dark on the stage is then not the clip.
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

const kSeconds = 3; // and 360 wide: one rung each, for the ladder is what bench publish measures
const kAuthors = 12;
const kAtOnce = 2;

const run = (command, args) =>
  new Promise((done, failed) => {
    const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'inherit'] });
    child.on('error', failed);
    child.on('exit', (code) => (code === 0 ? done() : failed(new Error(`${command} ended with ${code}`))));
  });

const colour = (seed) => {
  const part = (shift) => (150 + ((seed * 37 + shift * 61) % 100)).toString(16);
  return `0x${part(0)}${part(1)}${part(2)}`;
};

async function make_clip(folder, i) {
  const file = `swipe-${i}.mp4`;
  const seeds = [i * 3, i * 3 + 1, i * 3 + 2].map((seed, at) => `c${at}=${colour(seed)}`).join(':');
  const picture = `gradients=s=360x640:r=30:${seeds}:nb_colors=3:speed=0.03:seed=${i + 1}:duration=${kSeconds}`;
  await run('ffmpeg', [
    ...['-v', 'error', '-y', '-f', 'lavfi', '-i', picture],
    ...['-f', 'lavfi', '-i', `sine=frequency=${220 + i * 11}:sample_rate=48000`, '-t', String(kSeconds)],
    ...['-vf', 'format=yuv420p', '-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '23'],
    ...['-c:a', 'aac', '-b:a', '96k', '-movflags', '+faststart', join(folder, file)],
  ]);
  const handle = `swipe_${i % kAuthors}`;
  return {
    file,
    title: `Swipe ${i}`,
    tags: ['swipe'],
    language: i % 2 ? 'fr' : 'en',
    author: { handle, display_name: `Swipe ${i % kAuthors}`, bio: '', language: 'en' },
    sound: { title: `Tone ${i}`, key: `swipe-tone-${i}` },
  };
}

// One record a clip, in the form that demo/import.mjs publishes.
export async function make_clips(folder, count) {
  mkdirSync(folder, { recursive: true });
  const records = [];
  let next = 0;
  const work = async () => {
    while (next < count) records.push(await make_clip(folder, next++));
  };
  await Promise.all(Array.from({ length: kAtOnce }, work));
  return records;
}
