// Kills the real server with SIGKILL at random moments, while people upload, watch and like and the
// worker processes, and starts it again; then holds it to all it had acknowledged:
//   lost        an acknowledged byte, upload, video, fact or like that is gone, and fsck's findings
//   duplicated  a fact that is in the log twice, or a view counted twice
// node crash.mjs PROGRAM [--kills 100] [--seed N]; needs ffmpeg.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { readFacts } from './facts.mjs';
import { freePort, Server, sleep } from './server.mjs';
import { Fan, Ledger, Uploader, Watcher } from './workload.mjs';

const CONFIG = '[upload]\nopen_uploads_max = 10000\ndisk_floor_bytes = 0\n';

function parameters() {
  const [program, ...rest] = process.argv.slice(2);
  const value = (name, otherwise) => {
    const at = rest.indexOf(`--${name}`);
    return at < 0 ? otherwise : Number(rest[at + 1]);
  };
  return { program, kills: value('kills', 100), seed: value('seed', Date.now() % 1e9) };
}

function randomFrom(seed) {  // mulberry32
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

function makeClips(folder) {
  return ['testsrc', 'testsrc2', 'smptebars'].map((source) => {
    const path = `${folder}/${source}.mp4`;
    execFileSync('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', `${source}=s=180x320:r=12:d=2`,
      '-f', 'lavfi', '-i', 'sine=d=2', '-c:v', 'libx264', '-preset', 'ultrafast', '-c:a', 'aac', '-shortest', path]);
    return path;
  });
}

// How long the nth life lasts: some end while starting, most in the middle of things; every sixth
// lasts until a video is published, however slow the machine, or the same job would be interrupted
// for ever (after 20 times the queue gives it up: decision 0013).
async function live(n, server, random, ledger) {
  server.start();
  const isLong = n % 6 === 0;
  if (!isLong && random() < 0.12) return sleep(random() * 300);
  await server.ready();
  const before = ledger.published().length;
  const isWaiting = [...ledger.completed.values()].includes(false);
  if (isLong && isWaiting) await until('a video', () => ledger.published().length > before, 30_000);
  await sleep(random() * 1200);
}

async function killAgainAndAgain(server, kills, random, ledger) {
  for (let n = 1; n <= kills; ++n) {
    if (n > 1) await live(n, server, random, ledger);
    else await sleep(random() * 1200);
    await server.kill();
    if (n % 10 === 0)
      console.error(`${n} kills: ${ledger.completed.size} videos, ${ledger.facts.size} facts, lost ${ledger.lost.length}`);
  }
  server.start();
  await server.ready();
}

async function until(what, condition, timeoutMs) {
  for (const deadline = Date.now() + timeoutMs; Date.now() < deadline; await sleep(100))
    if (await condition()) return true;
  console.error(`not in time: ${what}`);
  return false;
}

// view_count of each video against the distinct facts in the log; likes. Returns what is there twice.
async function checkCounts(server, fan, ledger, folder) {
  const ids = new Map(); // id -> times in the log
  const views = new Map(); // video -> distinct facts
  for (const fact of readFacts(`${folder}/data`)) {
    if (fact.type !== 'watched') continue;
    ids.set(fact.id, (ids.get(fact.id) ?? 0) + 1);
    if (ids.get(fact.id) === 1) views.set(fact.video, (views.get(fact.video) ?? 0) + 1);
  }
  let duplicated = [...ids.values()].reduce((sum, times) => sum + times - 1, 0);
  for (const id of ledger.facts.keys()) if (!ids.has(id)) ledger.lose(`fact ${id}`);
  const shown = async (video) => (await fan.person.json('GET', `/api/v1/videos/${video}`)).json;
  const counted = async () => {
    for (const [video, count] of views) if ((await shown(video)).view_count !== count) return false;
    return true;
  };
  await until('the views are counted', counted, 15_000);
  for (const [video, count] of views) {
    const { view_count: told } = await shown(video);
    if (told < count) ledger.lose(`${count - told} views of ${video}`);
    duplicated += Math.max(0, told - count);
  }
  for (const video of ledger.likes) {
    const { like_count: likes, liked } = await shown(video);
    if (!liked || likes < 1) ledger.lose(`the like of ${video}`);
    duplicated += Math.max(0, likes - 1);
  }
  return duplicated;
}

function checkStorage(program, folder, ledger) {
  const fsck = spawnSync(program, ['fsck', '--data', `${folder}/data`, '--config', `${folder}/soleil.toml`], { encoding: 'utf8' });
  console.error(fsck.stdout.trim());
  if (fsck.status !== 0) ledger.lose(`fsck ${fsck.status}: ${fsck.stderr}`);
}

async function main() {
  const { program, kills, seed } = parameters();
  console.error(`seed ${seed}`);
  const random = randomFrom(seed);
  const folder = mkdtempSync(`${tmpdir()}/soleil-crash-`);
  writeFileSync(`${folder}/soleil.toml`, CONFIG);
  mkdirSync(`${folder}/web`); // the pages are others' tests
  writeFileSync(`${folder}/web/index.html`, '<!doctype html><html><head></head><body></body></html>');
  const server = new Server(program, folder, await freePort());
  const ledger = new Ledger();
  const clips = makeClips(folder);
  const uploaders = Array.from({ length: 2 }, () => new Uploader(server, ledger, clips, random));
  const watchers = Array.from({ length: 2 }, () => new Watcher(server, ledger, random));
  const fan = new Fan(server, ledger);
  process.on('exit', () => server.child?.kill('SIGKILL'));

  server.start();
  await server.ready();
  await uploaders[0].person.register('crash_one');
  uploaders[1].person = fan.person = uploaders[0].person;
  for (const watcher of watchers) await watcher.person.meet();
  await uploaders[0].uploadNext();
  const first = fan.run();
  if (!(await until("a first video", () => ledger.published().length > 0, 60_000))) {
    console.error(server.log.slice(-20).join(""));
    process.exit(1);
  }

  const crowd = [...uploaders, ...watchers].map((person) => person.run());
  await killAgainAndAgain(server, kills, random, ledger);
  for (const person of [...uploaders, ...watchers]) person.stopped = true;
  await Promise.all(crowd);
  await until('every uploaded video is published', () => [...ledger.completed.values()].every((p) => p), 180_000);
  for (const [video, published] of ledger.completed) if (!published) ledger.lose(`video ${video} is not published`);
  fan.stopped = true;
  await first;
  for (const upload of ledger.cancelled)
    if ((await fan.person.request('HEAD', upload, { headers: { 'Tus-Resumable': '1.0.0' } })).status !== 404)
      ledger.lose(`the cancelling of ${upload}`);
  const duplicated = await checkCounts(server, fan, ledger, folder);
  await server.stop();
  checkStorage(program, folder, ledger);
  console.error(`${ledger.completed.size} videos, ${ledger.facts.size} facts, ${ledger.likes.size} likes acknowledged`);
  if (ledger.lost.length || duplicated) writeFileSync('build/crash-server.log', server.log.join(''));
  else rmSync(folder, { recursive: true });
  console.log(`crash kills=${kills} lost=${ledger.lost.length} duplicated=${duplicated}`);
  process.exit(ledger.lost.length || duplicated ? 1 : 0);
}

await main();
