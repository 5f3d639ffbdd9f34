#!/usr/bin/env node
// demo/make.mjs OUT_DIR [--fresh] [--only SLUG]: renders the demo clips, two at a time. Writes
// OUT_DIR/NN-slug.mp4 and OUT_DIR/demo.json; a JSON line on stdout as each clip is done (in that
// moment its file is whole), progress on stderr. Clips already there are kept unless --fresh.
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { make_plan } from './plan.mjs';
import { render } from './render.mjs';

const kWorkers = 2;

async function serve_renders() {
  const plan = make_plan();
  parentPort.on('message', async ({ index, path }) => {
    try {
      await render(plan[index].clip, path);
      parentPort.postMessage({ index });
    } catch (error) {
      parentPort.postMessage({ index, error: String(error.stack ?? error) });
    }
  });
}

function progress(done, total, started, name) {
  const width = 24, filled = Math.round(done / total * width);
  const bar = '█'.repeat(filled) + '░'.repeat(width - filled);
  const seconds = ((Date.now() - started) / 1000).toFixed(0);
  const text = `☀ demo ${bar} ${done}/${total}  ${seconds} s  ${name}`;
  process.stderr.write(process.stderr.isTTY ? `\r\x1b[K${text}${done === total ? '\n' : ''}`
    : `${text}\n`);
}

function render_all(jobs, finished) {
  const waiting = [...jobs];
  const one_worker = () => new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url));
    const next = () => {
      const job = waiting.shift();
      if (job) worker.postMessage(job);
      else worker.terminate().then(resolve);
    };
    worker.on('error', reject);
    worker.on('message', ({ index, error }) => {
      if (error) reject(new Error(`clip ${index + 1}: ${error}`));
      else finished(index);
      next();
    });
    next();
  });
  return Promise.all(Array.from({ length: Math.min(kWorkers, jobs.length) }, one_worker));
}

async function main(args) {
  const only = args.includes('--only') ? args[args.indexOf('--only') + 1] : null;
  const out = args.find((arg, i) => !arg.startsWith('--') && args[i - 1] !== '--only');
  if (!out) throw new Error('usage: demo/make.mjs OUT_DIR [--fresh] [--only SLUG]');
  mkdirSync(out, { recursive: true });
  const plan = make_plan(), started = Date.now();
  const wanted = plan.map((_, i) => i).filter((i) => !only || plan[i].clip.slug === only);
  let done = 0;
  const finished = (index) => {
    const { record } = plan[index];
    progress(++done, wanted.length, started, record.title);
    process.stdout.write(`${JSON.stringify(record)}\n`);
  };
  const path = (index) => join(out, plan[index].record.file);
  const missing = wanted.filter((i) => args.includes('--fresh') || !existsSync(path(i)));
  wanted.filter((i) => !missing.includes(i)).forEach(finished);
  await render_all(missing.map((index) => ({ index, path: path(index) })), finished);
  if (only) return;
  const list = join(out, 'demo.json');
  writeFileSync(`${list}.part`, JSON.stringify(plan.map(({ record }) => record), null, 1));
  renameSync(`${list}.part`, list);
}

if (!isMainThread) await serve_renders();
else {
  main(process.argv.slice(2)).catch((error) => {
    process.stderr.write(`\ndemo: ${error.message}\n`);
    process.exitCode = 1;
    process.exit();
  });
}
