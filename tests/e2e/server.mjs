// The real server: own folder, own free port, killed at the end. No part of it is faked.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync, appendFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const root = new URL('../..', import.meta.url).pathname.replace(/\/$/, '');

export function binary() {
  const wanted = process.env.SOLEIL_BIN;
  const candidates = wanted ? [wanted] : ['release', 'dev'].map((p) => `${root}/build/${p}/soleil`);
  const found = candidates.find((path) => existsSync(path));
  if (!found) throw new Error(`no server binary: ${candidates.join(' or ')}. Run ./dev build.`);
  return found;
}

export function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** One line of the server's output that matches, or a failure that shows what it said instead. */
function lineMatching(child, said, pattern, wait_ms) {
  return new Promise((resolve, reject) => {
    const fail = (why) => reject(new Error(`server: ${why}\n${said.join('').slice(-3000)}`));
    const timer = setTimeout(() => fail(`no line like ${pattern} in ${wait_ms} ms`), wait_ms);
    const look = () => {
      const match = said.join('').match(pattern);
      if (!match) return;
      clearTimeout(timer);
      resolve(match);
    };
    child.stdout.on('data', look);
    child.stderr.on('data', look);
    child.once('exit', (code) => fail(`ended with ${code}`));
    look();
  });
}

export class Server {
  constructor(options = {}) {
    this.data = options.data ?? mkdtempSync(join(tmpdir(), 'soleil-e2e-'));
    this.config = options.config ?? '';
    this.said = [];
  }

  async start() {
    this.port ??= await freePort();
    const own = ['--data', this.data, '--port', String(this.port)];
    const args = ['serve', ...own, '--web', `${root}/web/dist`];
    if (this.config) {
      const text = typeof this.config === 'function' ? this.config(this.port) : this.config;
      writeFileSync(join(this.data, 'e2e.toml'), text);
      args.push('--config', join(this.data, 'e2e.toml'));
    }
    this.said = [];
    this.child = spawn(binary(), args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    this.ended = new Promise((resolve) => this.child.once('exit', resolve));
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', (text) => this.#heard(text));
    }
    const listening = /listening on (http:\/\/127\.0\.0\.1:\d+)/;
    await lineMatching(this.child, this.said, listening, 20_000);
    this.url = `http://localhost:${this.port}`; // the name that its links carry
    return this;
  }

  #heard(text) {
    this.said.push(text);
    if (process.env.SOLEIL_E2E_LOG) appendFileSync(process.env.SOLEIL_E2E_LOG, text);
  }

  /** The administrator's one-time link, printed by the first start on an empty folder. */
  async welcomeLink() {
    const pattern = /(http:\/\/\S+\/welcome#\S+)/;
    return (await lineMatching(this.child, this.said, pattern, 10_000))[1];
  }

  async kill9() {
    this.child.kill('SIGKILL');
    await this.ended;
  }

  async stop() {
    if (this.child?.exitCode === null && this.child.signalCode === null) {
      this.child.kill('SIGTERM');
      const late = setTimeout(() => this.child.kill('SIGKILL'), 8_000);
      await this.ended;
      clearTimeout(late);
    }
    rmSync(this.data, { recursive: true, force: true });
  }
}
