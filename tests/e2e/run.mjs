// ./dev e2e: starts the real server on an empty folder, seeds it through the HTTP interface, runs
// the scenes, and ends with a line that counts them.
import { spawn } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { Api } from './api.mjs';
import { heavyClip, smallClip } from './clips.mjs';
import { root, Server } from './server.mjs';

const kTitles = [
  'Paper lanterns on the canal',
  'A cat against a box',
  'First light on the beans',
  'How to fold a boat',
  'Rain on a tin roof',
  'Two spoons and a song',
];

async function seed(server) {
  const admin = new Api(server.url);
  await admin.useLink(await server.welcomeLink());
  const people = [];
  for (const handle of ['demo.gardener', 'demo.sailor', 'demo.drummer']) {
    const api = new Api(server.url);
    await api.register(handle);
    people.push(api);
  }
  const uploads = kTitles.map((title, i) =>
    people[i % people.length].upload(smallClip(10 + i), { title, tags: 'boats,demo' }),
  );
  const ids = await Promise.all(uploads);
  await Promise.all(ids.map((id) => admin.published(id, 90_000, true)));
  return JSON.stringify({ cookies: [...admin.cookies], csrf: admin.csrf });
}

function scenes(env) {
  const folder = new URL('.', import.meta.url).pathname;
  const wanted = process.argv.slice(2);
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.test.mjs'))
    .filter((name) => wanted.length === 0 || wanted.some((word) => name.startsWith(word)))
    .map((name) => `${folder}${name}`);
  const args = ['--test', '--test-reporter=tap', '--test-concurrency=2', ...files];
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
    let out = '';
    child.stdout.setEncoding('utf8');
    child.stdout.on('data', (text) => {
      out += text;
    });
    child.once('exit', (code) => resolve({ code, out }));
  });
}

/** One line a scene as it ends, and why where it failed: its own words, not the runner's. */
function report(out) {
  const lines = out.split('\n');
  for (const [at, line] of lines.entries()) {
    const test = line.match(/^ {4,}(not ok|ok) \d+ - (.*)$/);
    if (!test) continue;
    console.log(`${test[1] === 'ok' ? '✔' : '✘'} ${test[2]}`);
    if (test[1] === 'ok') continue;
    const end = lines.findIndex((text, i) => i > at && /^\s*(code|stack|expected):/.test(text));
    for (const told of lines.slice(at + 5, Math.min(end, at + 40))) {
      console.log(told.replace('error: |-', 'because'));
    }
  }
  const sum = (word) => Number(out.match(new RegExp(`^# ${word} (\\d+)`, 'm'))?.[1] ?? 0);
  return { passed: sum('pass'), failed: sum('fail') + sum('cancelled') };
}

const began = Date.now();
rmSync(`${root}/build/e2e`, { recursive: true, force: true });
heavyClip();
const server = await new Server().start();
let counts = { passed: 0, failed: 1 };
try {
  const admin = await seed(server);
  const env = { ...process.env, SOLEIL_E2E_URL: server.url, SOLEIL_E2E_ADMIN: admin };
  counts = report((await scenes(env)).out);
} finally {
  await server.stop();
}
const seconds = Math.round((Date.now() - began) / 1000);
console.log(`e2e passed=${counts.passed} failed=${counts.failed} seconds=${seconds}`);
process.exit(counts.failed > 0 || counts.passed === 0 ? 1 : 0);
