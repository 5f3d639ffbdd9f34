// The real server as a child, to be killed and started again, and HTTP that tells a lost connection
// from an answer.
import { spawn } from 'node:child_process';
import http from 'node:http';
import net from 'node:net';

export const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

export async function freePort() {
  const probe = net.createServer().listen(0, '127.0.0.1');
  await new Promise((done) => probe.once('listening', done));
  const { port } = probe.address();
  await new Promise((done) => probe.close(done));
  return port;
}

export class Server {
  constructor(program, folder, port) {
    Object.assign(this, { program, folder, port, log: [], child: null });
  }

  start() {
    const { folder, port } = this;
    this.child = spawn(
      this.program,
      ['serve', '--data', `${folder}/data`, '--config', `${folder}/soleil.toml`, '--web', `${folder}/web`,
        '--port', `${port}`],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    this.child.stderr.on('data', (text) => {
      this.log.push(text.toString());
      if (this.log.length > 2000) this.log.splice(0, 1000);
    });
    this.ended = new Promise((done) => this.child.once('exit', (code, signal) => done({ code, signal })));
  }

  async ready(timeoutMs = 60_000) {
    for (const deadline = Date.now() + timeoutMs; Date.now() < deadline; await sleep(10)) {
      if (this.child.exitCode !== null)
        throw new Error(`the server did not start: ${this.log.slice(-5).join('')}`);
      const answer = await this.request('GET', '/healthz').catch(() => null);
      if (answer?.status === 200) return;
    }
    throw new Error('the server was not ready in time');
  }

  async kill() {
    this.child.kill('SIGKILL');
    await this.ended;
  }

  async stop() {
    this.child.kill('SIGTERM');
    const { code } = await this.ended;
    if (code !== 0) throw new Error(`the server ended with ${code}: ${this.log.slice(-5).join('')}`);
  }

  // Rejects when the connection is lost before the whole answer is here: then nobody knows.
  request(method, path, { headers = {}, body = null, timeoutMs = 15_000 } = {}) {
    return new Promise((resolve, reject) => {
      const length = body === null ? {} : { 'Content-Length': Buffer.byteLength(body) };
      const request = http.request(
        { host: '127.0.0.1', port: this.port, method, path, agent: false, headers: { ...headers, ...length } },
        (response) => {
          const parts = [];
          response.on('data', (part) => parts.push(part));
          response.on('error', reject);
          response.on('aborted', () => reject(new Error('cut off')));
          response.on('end', () =>
            resolve({ status: response.statusCode, headers: response.headers, text: Buffer.concat(parts).toString() }));
        },
      );
      request.setTimeout(timeoutMs, () => request.destroy(new Error('timeout')));
      request.on('error', reject);
      request.end(body);
    });
  }
}

// A browser's cookies and CSRF token.
export class Person {
  constructor(server) {
    Object.assign(this, { server, cookies: new Map(), csrf: '' });
  }

  async request(method, path, { headers = {}, body = null } = {}) {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await this.server.request(method, path, {
      headers: { ...(cookie ? { Cookie: cookie } : {}), 'X-Soleil-CSRF': this.csrf, ...headers },
      body,
    });
    for (const line of answer.headers['set-cookie'] ?? []) {
      const [name, value] = line.split(';')[0].split('=');
      this.cookies.set(name, value);
    }
    return answer;
  }

  async json(method, path, value) {
    const answer = await this.request(method, path, {
      headers: { 'Content-Type': 'application/json' },
      body: value === undefined ? null : JSON.stringify(value),
    });
    return { ...answer, json: answer.text ? JSON.parse(answer.text) : null };
  }

  async meet() {
    this.csrf = (await this.json('GET', '/api/v1/session')).json.csrf;
  }

  async register(handle) {
    await this.meet();
    const answer = await this.json('POST', '/api/v1/accounts', { handle, password: 'a long enough password' });
    if (answer.status !== 201) throw new Error(`register: ${answer.status} ${answer.text}`);
    await this.meet();
  }
}
