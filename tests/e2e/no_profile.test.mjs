// Without a profile nothing is kept: not a byte of the data folder changes while one watches.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Api } from './api.mjs';
import { smallClip } from './clips.mjs';
import { Server } from './server.mjs';

/** Every file of the data folder with what is in it: rows (database and its log), facts, blobs. */
function everything(folder) {
  const files = {};
  for (const name of readdirSync(folder, { recursive: true })) {
    const path = join(folder, name);
    // The database's lock table is memory, not data.
    if (!statSync(path).isFile() || name.endsWith('-shm')) continue;
    files[name] = createHash('sha256').update(readFileSync(path)).digest('hex');
  }
  return files;
}

const changed = (then, now) =>
  Object.keys({ ...then, ...now }).filter((name) => then[name] !== now[name]);

describe('no_profile', () => {
  const server = new Server();
  const people = [];

  before(async () => {
    await server.start();
    const author = new Api(server.url);
    await author.register('author');
    const uploads = [1, 2, 3, 4].map((n) =>
      author.upload(smallClip(n), { title: `Clip ${n}`, tags: 'boats' }),
    );
    for (const id of await Promise.all(uploads)) await author.published(id, 60_000, true);
    people.push(['a guest', new Api(server.url)], ['a member', new Api(server.url)]);
    await people[0][1].guest();
    await people[1][1].register('member');
  });
  after(() => server.stop());

  const feed = (api, kind, have) => {
    const topic = kind === 'topic' ? { topic: 'boats' } : {};
    return api.json('POST', '/api/v1/feed', { kind, count: 2, have, ...topic });
  };

  async function watchAll(api, kind) {
    const have = [];
    for (;;) {
      const { page_id, videos } = await feed(api, kind, have);
      if (videos.length === 0) return have;
      for (const [position, { id }] of videos.entries()) {
        assert.ok(!have.includes(id), 'nothing comes twice');
        have.unshift(id);
        const fact = { video_id: id, at_ms: Date.now() };
        const viewing = { page_id, position, watch_ms: 3000, loops: 0, surface: 'for_you' };
        const facts = [
          { ...fact, ...viewing, type: 'watched', id: `fact-${kind}-${id}` },
          { ...fact, type: 'not_interested', id: `no-${kind}-${id}` },
        ];
        const taken = await api.json('POST', '/api/v1/facts', { facts });
        assert.deepEqual(taken, { accepted: 0, duplicates: 0, rejected: [] });
        assert.equal((await api.call('GET', `/api/v1/videos/${id}/why`)).status, 404);
      }
    }
  }

  for (const which of [0, 1])
    it(`${['a guest', 'a member'][which]} watches everything, and no byte is written`, async () => {
      const api = people[which][1];
      await api.json('PATCH', '/api/v1/me/controls', { profiling: false });
      await new Promise((resolve) => setTimeout(resolve, 2_500)); // views are counted once a second
      const then = everything(server.data);
      assert.ok(Object.keys(then).length > 4);
      assert.equal((await watchAll(api, 'for_you')).length, 4);
      assert.equal((await watchAll(api, 'topic')).length, 4);
      await new Promise((resolve) => setTimeout(resolve, 2_500));
      assert.deepEqual(changed(then, everything(server.data)), []);

      // The check itself: with a profile the same does write.
      await api.json('PATCH', '/api/v1/me/controls', { profiling: true });
      const profiled = everything(server.data);
      await api.json('GET', '/api/v1/feed?count=1');
      await new Promise((resolve) => setTimeout(resolve, 1_000)); // a Served fact waits for company
      assert.ok(changed(profiled, everything(server.data)).some((name) => /watch/.test(name)));
    });
});
