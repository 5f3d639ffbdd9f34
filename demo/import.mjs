#!/usr/bin/env node
// demo/make DIR/demo-clips | demo/import.mjs --data DIR [--clips DIR] [--server URL]
// Publishes demo clips on a running server as their authors would: an account each, an upload by
// tus
// 1.0.0 each. Reads one JSON line a clip from stdin, as they get ready. Done clips are remembered
// in
// DIR/demo-imported.json, so a second run uploads nothing twice.
import { existsSync, openAsBlob, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

const kTries = 40, kWaitMs = 1500;

export class Importer {
  constructor({ server, data, clips }) {
    this.server = server.replace(/\/$/, '');
    this.data = data;
    this.clips = clips;
    this.state_path = join(data, 'demo-imported.json');
    this.state = existsSync(this.state_path) ? JSON.parse(readFileSync(this.state_path, 'utf8'))
      : { authors: {}, videos: {} };
  }

  // Uploads one clip; false when it was there already.
  async publish(record) {
    if (this.state.videos[record.file]) return false;
    let video = await this.upload(record, await this.token_of(record.author));
    if (video === null) {  // the kept token is no longer good: ask for a new one, once
      delete this.state.authors[record.author.handle];
      video = await this.upload(record, await this.token_of(record.author));
    }
    if (video === null) throw new Error(`${record.file}: the upload token was refused`);
    this.state.videos[record.file] = video;
    this.save();
    return true;
  }

  async token_of(author) {
    const known = this.state.authors[author.handle];
    if (known) return known.upload_token;
    const token = readFileSync(join(this.data, 'demo-token'), 'utf8').trim();
    const answer = await this.send('/api/v1/admin/import-author', { method: 'POST',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify(author) });
    if (!answer.ok) throw new Error(`author ${author.handle}: ${await told(answer)}`);
    this.state.authors[author.handle] = await answer.json();
    this.save();
    return this.state.authors[author.handle].upload_token;
  }

  // The new video's id, or null when the token is refused.
  async upload(record, token) {
    const path = join(this.clips, basename(record.file)), { size } = await stat(path);
    const headers = { Authorization: `Bearer ${token}`, 'Tus-Resumable': '1.0.0' };
    const made = await this.send('/api/v1/uploads', { method: 'POST', headers: { ...headers,
      'Upload-Length': String(size), 'Upload-Metadata': metadata_header(record) } });
    if (made.status === 401) return null;
    if (made.status !== 201) throw new Error(`${record.file}: ${await told(made)}`);
    const place = new URL(made.headers.get('location'), this.server).pathname;
    const body = await openAsBlob(path);
    const sent = await this.send(place, { method: 'PATCH', body, headers: { ...headers,
      'Upload-Offset': '0', 'Content-Type': 'application/offset+octet-stream' } });
    if (sent.status !== 204) throw new Error(`${record.file}: ${await told(sent)}`);
    return made.headers.get('x-soleil-video') ?? place;
  }

  // A busy or starting server is asked again, at its own pace when it names one.
  async send(path, options) {
    for (let left = kTries; ; left--) {
      const answer = await fetch(this.server + path, options).catch((error) => error);
      const busy = answer instanceof Error || answer.status === 503 || answer.status === 429;
      if (!busy || !left) {
        if (!(answer instanceof Error)) return answer;
        throw new Error(`${this.server} does not answer: ${answer.cause ?? answer}`);
      }
      const wait = answer instanceof Error ? kWaitMs : seconds_asked(answer) * 1000 || kWaitMs;
      await sleep(Math.min(wait, 20_000));
    }
  }

  save() {
    writeFileSync(`${this.state_path}.part`, JSON.stringify(this.state, null, 1), { mode: 0o600 });
    renameSync(`${this.state_path}.part`, this.state_path);
  }
}

export function metadata_header(record) {
  const values = { filename: record.file, title: record.title, tags: record.tags.join(','),
    language: record.language, visibility: 'public', sound_title: record.sound.title,
    sound_key: record.sound.key };
  return Object.entries(values)
    .map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`).join(',');
}

function seconds_asked(answer) { return Number(answer.headers.get('retry-after')) || 0; }

async function told(answer) {
  const text = await answer.text();
  try {
    return `${answer.status} ${JSON.parse(text).error.message}`;
  } catch {
    return `${answer.status} ${text.slice(0, 200)}`;
  }
}

async function main(args) {
  const value = (name, otherwise) => (args.includes(name) ? args[args.indexOf(name) + 1]
    : otherwise);
  const data = value('--data');
  if (!data) throw new Error('usage: demo/import.mjs --data DIR [--clips DIR] [--server URL]');
  const clips = value('--clips', join(data, 'demo-clips'));
  const importer = new Importer({ data, clips, server: value('--server',
    'http://localhost:8080') });
  const count = { published: 0, kept: 0, failed: 0 };
  for await (const line of createInterface({ input: process.stdin })) {
    try {
      count[await importer.publish(JSON.parse(line)) ? 'published' : 'kept']++;
    } catch (error) {
      count.failed++;
      process.stderr.write(`\ndemo: ${error.message}\n`);
    }
  }
  const { published, kept, failed } = count;
  process.stderr.write(`demo published=${published} kept=${kept} failed=${failed}\n`);
  if (count.failed) process.exitCode = 1;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  main(process.argv.slice(2)).catch((error) => {
    process.stderr.write(`demo: ${error.message}\n`);
    process.exitCode = 1;
  });
}
