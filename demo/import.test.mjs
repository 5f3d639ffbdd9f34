// The importer against a small server that speaks the same endpoints, busy at first.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { Importer } from './import.mjs';

const record = { file: '01-été.mp4', title: 'Été & co', tags: ['a1', 'b2'], language: 'fr',
  author: { handle: 'luce', display_name: 'Luce', bio: 'Bio', language: 'fr' },
  sound: { key: 'tide', title: 'Marimba Tide', author: 'teo_makes' } };

async function with_server(run) {
  const folder = mkdtempSync(join(tmpdir(), 'soleil-import-'));
  const seen = { tokens: 0, uploads: [], bytes: '', busy: 1 };
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    answer(seen, request, body, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  writeFileSync(join(folder, 'demo-token'), 'secret\n');
  writeFileSync(join(folder, record.file), 'the video');
  const make = () => new Importer({ server: `http://127.0.0.1:${server.address().port}`,
    data: folder, clips: folder });
  try {
    await run(make, seen);
  } finally {
    server.close();
    rmSync(folder, { recursive: true });
  }
}

function answer(seen, request, body, response) {
  const token = request.headers.authorization;
  if (seen.busy-- > 0) {
    response.writeHead(503, { 'Retry-After': '0.01' }).end();
  } else if (request.url === '/api/v1/admin/import-author') {
    assert.equal(token, 'Bearer secret');
    assert.equal(JSON.parse(body).handle, 'luce');
    response.end(JSON.stringify({ account_id: 'a', upload_token: `t${++seen.tokens}` }));
  } else if (token !== `Bearer t${seen.tokens}`) {
    response.writeHead(401).end();
  } else if (request.method === 'POST') {
    seen.uploads.push(request.headers);
    response.writeHead(201, { Location: '/api/v1/uploads/u1', 'X-Soleil-Video': 'v1' }).end();
  } else {
    assert.equal(`${request.method} ${request.url}`, 'PATCH /api/v1/uploads/u1');
    seen.bytes += body;
    response.writeHead(204).end();
  }
}

test('a clip is published once, with its words, after a busy answer', () => with_server(
  async (make, seen) => {
    assert.equal(await make().publish(record), true);
    assert.equal(await make().publish(record), false);
    assert.equal(seen.uploads.length, 1);
    assert.equal(seen.bytes, 'the video');
    const [headers] = seen.uploads;
    const words = Object.fromEntries(headers['upload-metadata'].split(',').map((pair) => {
      const [key, value] = pair.split(' ');
      return [key, Buffer.from(value, 'base64').toString()];
    }));
    assert.deepEqual(words, { filename: record.file, title: 'Été & co', tags: 'a1,b2',
      language: 'fr', visibility: 'public', sound_title: 'Marimba Tide', sound_key: 'tide' });
    assert.equal(headers['upload-length'], '9');
  }));

test('a kept token that is refused is asked for again', () => with_server(async (make, seen) => {
  await make().publish(record);
  seen.tokens = 7;
  assert.equal(await make().publish({ ...record, file: record.file, title: 'again' }), false);
  const importer = make();
  delete importer.state.videos[record.file];
  assert.equal(await importer.publish(record), true);
  assert.equal(seen.tokens, 8);
}));
