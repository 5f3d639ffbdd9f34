// prepare.mjs SERVER DATA CLIP OUT: publishes the clip on a fresh server, waits until it is done, saves
// its MP4 under OUT at the path it has on the server, and prints that path.
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Importer } from '../../demo/import.mjs';

const kWaitMs = 300_000;
const [server, data, clip, out] = process.argv.slice(2);

const importer = new Importer({ server, data, clips: dirname(clip) });
const record = { file: basename(clip), title: 'Bench', tags: ['bench'], language: 'en',
  author: { handle: 'bench', display_name: 'Bench', bio: '' }, sound: { title: 'Noise', key: 'bench' } };
await importer.publish(record);
const token = await importer.token_of(record.author);

async function playable() {
  const answer = await fetch(`${server}/api/v1/me/videos`,
    { headers: { Authorization: `Bearer ${token}` } });
  if (!answer.ok) throw new Error(`my videos: ${answer.status} ${await answer.text()}`);
  const [video] = (await answer.json()).videos;
  if (video.state === 'refused') throw new Error(`refused: ${JSON.stringify(video)}`);
  return video.state === 'published' && video.progress === 100 ? video.media?.mp4 : undefined;
}

let mp4;
for (const end = Date.now() + kWaitMs; !(mp4 = await playable());) {
  if (Date.now() > end) throw new Error('the clip was not published in time');
  await sleep(250);
}
const path = new URL(mp4, server).pathname;
const answer = await fetch(server + path);
if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
const bytes = Buffer.from(await answer.arrayBuffer());
mkdirSync(join(out, dirname(path)), { recursive: true });
writeFileSync(join(out, path), bytes);
console.log(path);
