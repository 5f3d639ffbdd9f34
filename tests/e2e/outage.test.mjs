// The server goes away in the middle of an evening, and comes back.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Api } from './api.mjs';
import { phone } from './browser.mjs';
import { smallClip } from './clips.mjs';
import { freshHandle, play } from './stage.mjs';
import { assertAnotherVideo, assertPlaying, currentVideo } from './watching.mjs';

const kClips = 8; // more than the first page holds

async function stock(server) {
  const api = new Api(server.url);
  await api.register(freshHandle('stock'));
  const ids = [];
  for (let i = 0; i < kClips; i++) ids.push(await api.upload(smallClip(40 + i), { title: `${i}` }));
  for (const id of ids) await api.published(id);
}

describe('outage', () => {
  it(
    'a clip that failed plays on "Try again", and the swipes go on',
    play('outage', async (stage) => {
      const server = await stage.ownServer();
      await stock(server);
      const { page } = await stage.visit(phone, { url: server.url });
      await page.goto('/');
      await assertPlaying(page);
      await server.kill9();
      let last;
      for (let i = 0; i < kClips; i++) {
        last = await currentVideo(page);
        await page.keyboard.press('ArrowDown');
        await page.waitForTimeout(400);
      }
      assert.equal(await currentVideo(page), last, 'nothing more is known');
      const again = page.locator('[data-current]').getByRole('button', { name: 'Try again' });
      await again.waitFor({ timeout: 20_000 });
      await server.start();
      await again.click();
      await assertPlaying(page);
      assert.equal(await currentVideo(page), last, 'the very clip that had failed');
      await page.keyboard.press('ArrowDown');
      await assertAnotherVideo(page, last);
      await assertPlaying(page);
    }),
  );
});
