// siege.mjs HOST PORT PATH SECONDS: holds 2,000 idle connections, 200 readers of 4 kB/s and 200 slowloris for so
// long. Writes "ready" once all are there. At the end: how many idle ones still answer, how many slow
// readers are still served, how many slowloris were shown the door.
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const kIdle = 2000, kReaders = 200, kLoris = 200;
const [host, port, path, seconds] = process.argv.slice(2);
const hello = 'GET /api/v1/hello HTTP/1.1\r\nHost: bench\r\n\r\n';

function open() {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port: Number(port), highWaterMark: 4096 });
    socket.once('connect', () => resolve(socket));
    socket.once('error', reject);
  });
}

async function many(count, setup) {
  const all = [];
  while (all.length < count) {
    const batch = await Promise.all(Array.from({ length: Math.min(100, count - all.length) }, open));
    for (const socket of batch) {
      socket.removeAllListeners('error').on('error', () => {}).on('close', () => (socket.gone = true));
      setup(socket);
    }
    all.push(...batch);
  }
  return all;
}

function read_slowly(socket) {
  socket.write(`GET ${path} HTTP/1.1\r\nHost: bench\r\n\r\n`);
  socket.on('data', () => {
    socket.served = (socket.served ?? 0) + 1;
    socket.pause();
    setTimeout(() => socket.resume(), 1000);
  });
}

function trickle(socket) {
  const timer = setInterval(() => (socket.gone ? clearInterval(timer) : socket.write('x')), 500);
  socket.write('GET /api/v1/hello HTTP/1.1\r\nX-Slow: ');
  socket.on('data', (bytes) => (socket.shown_out = bytes.includes(' 408 ')));
}

async function answers(socket) {
  if (socket.gone) return false;
  socket.write(hello);
  const got = new Promise((resolve) => socket.once('data', (b) => resolve(b.includes(' 200 '))));
  return Promise.race([got, sleep(5000, false)]);
}

const idle = await many(kIdle, () => {});
const readers = await many(kReaders, read_slowly);
const loris = await many(kLoris, trickle);
console.log('ready');
await sleep(Number(seconds) * 1000);
const held = (await Promise.all(idle.map(answers))).filter(Boolean).length;
const served = readers.filter((socket) => socket.served > 1 && !socket.gone).length;
const shown_out = loris.filter((socket) => socket.shown_out).length;
console.log(JSON.stringify({ idle: kIdle, held, readers: kReaders, served, loris: kLoris, shown_out }));
process.exit();
