// The server as a child process, and a browser as far as cookies and CSRF go.
import { spawn } from 'node:child_process';
import { Agent, request } from 'node:http';

const agent = new Agent({ keepAlive: true, maxSockets: 32 });

export class Program {
  constructor(program, data) {
    this.program = program;
    this.data = data;
  }

  async start() {
    this.child = spawn(this.program, ['serve', '--data', this.data, '--port', '0', ...(process.env.SOLEIL_WEB ? ['--web', process.env.SOLEIL_WEB] : [])], { stdio: ['ignore', 'pipe', 'pipe'] });
    this.errors = '';
    this.child.stderr.on('data', (bytes) => { this.errors = (this.errors + bytes).slice(-4000); });
    let said = '';
    this.port = await new Promise((resolve, reject) => {
      this.child.stdout.on('data', (bytes) => {
        said += bytes;
        const port = /listening on http:\/\/[^:]+:(\d+)/.exec(said)?.[1];
        if (port) resolve(Number(port));
      });
      this.child.once('error', reject);
      this.child.once('exit', () => reject(new Error(`the server ended: ${this.errors}`)));
    });
  }

  async stop() {
    if (!this.child || this.child.exitCode !== null) return;
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGTERM');
    await ended;
  }
}

export class Browser {
  constructor(port) {
    this.port = port;
    this.cookies = new Map();
  }

  send(method, path, body) {
    const headers = {};
    if (this.cookies.size) headers.Cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    if (this.csrf && method !== 'GET') headers['X-Soleil-CSRF'] = this.csrf;
    const bytes = body === undefined ? undefined : JSON.stringify(body);
    if (bytes) Object.assign(headers, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(bytes) });
    return new Promise((resolve, reject) => {
      const sent = request({ agent, host: '127.0.0.1', port: this.port, method, path, headers }, (answer) => {
        let text = '';
        answer.setEncoding('utf8');
        answer.on('data', (part) => { text += part; });
        answer.on('end', () => {
          for (const cookie of answer.headers['set-cookie'] ?? []) {
            const [name, value] = cookie.split(';')[0].split(/=(.*)/s);
            this.cookies.set(name, value);
          }
          resolve({ status: answer.statusCode, text });
        });
      });
      sent.on('error', reject);
      sent.end(bytes);
    });
  }

  async call(method, path, body) {
    const { status, text } = await this.send(method, path, body);
    if (status >= 300) throw new Error(`${method} ${path}: ${status} ${text}`);
    const answer = text && path !== '/metrics' ? JSON.parse(text) : text;
    if (answer?.csrf) this.csrf = answer.csrf;
    return answer;
  }
}
