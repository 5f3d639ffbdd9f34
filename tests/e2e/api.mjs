// The HTTP interface as a tool sees it: seeds the server and checks what the pages claim.
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

const base64 = (text) => Buffer.from(text, 'utf8').toString('base64');

export class Api {
  constructor(url) {
    this.url = url;
    this.cookies = new Map();
    this.csrf = '';
  }

  async call(method, path, body, headers = {}) {
    const sent = { ...headers, cookie: [...this.cookies].map(([k, v]) => `${k}=${v}`).join('; ') };
    if (method !== 'GET') sent['x-soleil-csrf'] = this.csrf;
    const raw = body instanceof Uint8Array;
    if (body !== undefined && !raw) sent['content-type'] = 'application/json';
    const answer = await fetch(new URL(path, this.url), {
      method,
      headers: sent,
      body: body === undefined || raw ? body : JSON.stringify(body),
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = line.match(/^([^=]+)=([^;]*)/);
      this.cookies.set(name, value);
    }
    return answer;
  }

  async json(method, path, body) {
    const answer = await this.call(method, path, body);
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text ? JSON.parse(text) : undefined;
  }

  async #enter(session) {
    this.csrf = session.csrf;
    return session;
  }

  async guest() {
    return this.#enter(await this.json('GET', '/api/v1/session'));
  }

  async register(handle, password = 'a sunny password') {
    await this.guest();
    const body = { handle, password, display_name: handle, language: 'en' };
    return this.#enter(await this.json('POST', '/api/v1/accounts', body));
  }

  async useLink(link) {
    await this.guest();
    const token = link.split('#')[1];
    return this.#enter(await this.json('POST', '/api/v1/session/link', { token }));
  }

  /** A whole upload by tus; returns the video's id. */
  async upload(path, caption = {}) {
    const bytes = readFileSync(path);
    const metadata = { filename: basename(path), visibility: 'public', language: 'en', ...caption };
    const created = await this.call('POST', '/api/v1/uploads', undefined, {
      'tus-resumable': '1.0.0',
      'upload-length': String(bytes.length),
      'upload-metadata': Object.entries(metadata)
        .map(([key, value]) => `${key} ${base64(value)}`)
        .join(','),
    });
    if (created.status !== 201)
      throw new Error(`upload: ${created.status} ${await created.text()}`);
    const sent = await this.call('PATCH', created.headers.get('location'), bytes, {
      'tus-resumable': '1.0.0',
      'upload-offset': '0',
      'content-type': 'application/offset+octet-stream',
    });
    if (sent.status !== 204) throw new Error(`upload: ${sent.status} ${await sent.text()}`);
    return created.headers.get('x-soleil-video');
  }

  /** Waits until a video is out; `whole`: until its last rung and pictures are there too. */
  async published(video_id, wait_ms = 60_000, whole = false) {
    const until = Date.now() + wait_ms;
    let video;
    while (Date.now() < until) {
      video = await this.json('GET', `/api/v1/videos/${video_id}`);
      if (video.state === 'published' && (!whole || video.progress === 100)) return video;
      if (video.state === 'refused') break;
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
    throw new Error(`not published: ${JSON.stringify(video)}`);
  }
}
