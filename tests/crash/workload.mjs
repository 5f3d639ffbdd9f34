// What people do while the server is killed again and again, and what they were told. Everybody
// retries after a lost connection, as the web client does; the ledger holds what was acknowledged.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Person, sleep } from './server.mjs';

const TUS = { 'Tus-Resumable': '1.0.0' };
const WAITING_VIDEOS_MAX = 4; // uploaded and not published yet

export class Ledger {
  constructor() {
    this.completed = new Map(); // video id -> published yet?
    this.facts = new Map(); // fact id -> video id; acknowledged
    this.likes = new Set(); // video ids; acknowledged
    this.cancelled = new Set(); // uploads; acknowledged
    this.lost = [];
  }
  lose(what) {
    this.lost.push(what);
    console.error(`lost: ${what}`);
  }
  published() {
    return [...this.completed].filter(([, published]) => published).map(([id]) => id);
  }
}

const encoded = (text) => Buffer.from(text).toString('base64');

// The clip with a `free` box of noise at its end: another file, so that it isn't de-duplicated.
function uniqueClip(path) {
  const box = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('free'), randomBytes(16)]);
  return Buffer.concat([readFileSync(path), box]);
}

export class Uploader {
  constructor(server, ledger, clips, random) {
    Object.assign(this, { server, ledger, clips, random, person: new Person(server), stopped: false, made: 0 });
  }

  uploadNext() {
    return this.upload(uniqueClip(this.clips[this.made++ % this.clips.length]));
  }

  async run() {
    while (!this.stopped) {
      const waiting = [...this.ledger.completed.values()].filter((published) => !published).length;
      if (this.random() < 0.3) await this.changeMind();
      else if (waiting < WAITING_VIDEOS_MAX) await this.uploadNext();
      await sleep(20);
    }
  }

  async create(bytes) {
    while (!this.stopped) {
      const answer = await this.person
        .request('POST', '/api/v1/uploads', {
          headers: { ...TUS, 'Upload-Length': bytes.length, 'Upload-Metadata': `filename ${encoded('a.mp4')},title ${encoded('crash')}` },
        })
        .catch(() => null);
      if (answer?.status === 201) return { location: answer.headers.location, video: answer.headers['x-soleil-video'] };
      if (answer && answer.status < 500) throw new Error(`create: ${answer.status} ${answer.text}`);
      await sleep(20);
    }
    return null;
  }

  // An upload that is begun and cancelled: acknowledged, it must be gone for good.
  async changeMind() {
    const upload = await this.create(Buffer.alloc(1000));
    const answer = upload && (await this.person.request('DELETE', upload.location, { headers: TUS }).catch(() => null));
    if (answer?.status === 204) this.ledger.cancelled.add(upload.location);
  }

  // The server's offset; it must not lie before what was acknowledged.
  async offset({ location }, acknowledged) {
    while (!this.stopped) {
      const answer = await this.person.request('HEAD', location, { headers: TUS }).catch(() => null);
      if (answer?.status === 404 || answer?.status === 410) return this.ledger.lose(`upload ${location}`), null;
      if (answer?.status === 200) {
        const offset = Number(answer.headers['upload-offset']);
        if (offset < acknowledged) this.ledger.lose(`${acknowledged - offset} bytes of ${location}`);
        return offset;
      }
      await sleep(20);
    }
    return null;
  }

  async append({ location }, offset, part) {
    const answer = await this.person
      .request('PATCH', location, {
        headers: { ...TUS, 'Upload-Offset': offset, 'Content-Type': 'application/offset+octet-stream' },
        body: part,
      })
      .catch(() => null);
    if (answer?.status === 204) return Number(answer.headers['upload-offset']);
    if (answer && answer.status < 500 && answer.status !== 409) throw new Error(`append: ${answer.status} ${answer.text}`);
    return null; // nobody knows: ask
  }

  async upload(bytes) {
    const upload = await this.create(bytes);
    let acknowledged = 0;
    while (upload && acknowledged < bytes.length && !this.stopped) {
      const size = 1 + Math.floor(this.random() * bytes.length * 0.3);
      let offset = await this.append(upload, acknowledged, bytes.subarray(acknowledged, acknowledged + size));
      if (offset === null) offset = await this.offset(upload, acknowledged);
      if (offset === null) return;
      acknowledged = offset;
      await sleep(this.random() * 200);
    }
    if (upload && acknowledged === bytes.length) this.ledger.completed.set(upload.video, false);
  }
}

export class Watcher {
  constructor(server, ledger, random) {
    Object.assign(this, { server, ledger, random, person: new Person(server), stopped: false, last: null });
  }

  makeBatch() {
    const videos = this.ledger.published();
    return Array.from({ length: 1 + Math.floor(this.random() * 20) }, () => ({
      type: 'watched',
      id: randomBytes(12).toString('base64url'),
      video_id: videos[Math.floor(this.random() * videos.length)],
      at_ms: Date.now(),
      watch_ms: 1500,
    }));
  }

  async send(batch) {  // until it is acknowledged, also after the end was asked for
    for (;;) {
      const answer = await this.person.json('POST', '/api/v1/facts', { facts: batch }).catch(() => null);
      if (answer?.status === 202) {
        if (answer.json.rejected.length) throw new Error(`facts: ${answer.text}`);
        for (const fact of batch) this.ledger.facts.set(fact.id, fact.video_id);
        return;
      }
      if (answer && answer.status < 500) throw new Error(`facts: ${answer.status} ${answer.text}`);
      await sleep(20);
    }
  }

  async run() {
    while (!this.stopped) {
      const again = this.last && this.random() < 0.2; // a beacon that was sent twice
      if (!again) this.last = this.makeBatch();
      await this.send(this.last);
      await sleep(this.random() * 40);
    }
  }
}

// Likes what is published, and keeps the ledger's list of it.
export class Fan {
  constructor(server, ledger) {
    Object.assign(this, { server, ledger, person: new Person(server), stopped: false });
  }

  async look(video) {
    const answer = await this.person.json('GET', `/api/v1/videos/${video}`).catch(() => null);
    if (!answer || answer.status >= 500) return;
    const state = answer.json.state;
    if (answer.status !== 200 || !['processing', 'published'].includes(state)) {
      this.ledger.lose(`video ${video}: ${answer.status} ${state} ${answer.text}`);
      this.ledger.completed.delete(video);
      return;
    }
    if (state === 'published' && answer.json.progress === 100) this.ledger.completed.set(video, true);
  }

  async like(video) {
    const answer = await this.person.request('PUT', `/api/v1/videos/${video}/like`).catch(() => null);
    if (answer?.status === 204) this.ledger.likes.add(video);
  }

  async run() {
    while (!this.stopped) {
      for (const [video, published] of this.ledger.completed) {
        if (!published) await this.look(video);
        else if (!this.ledger.likes.has(video)) await this.like(video);
      }
      await sleep(50);
    }
  }
}
