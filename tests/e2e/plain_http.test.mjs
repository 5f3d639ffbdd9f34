// A Soleil in the living room: no certificate, so the browser gives the page neither
// crypto.randomUUID nor navigator.clipboard nor navigator.locks.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { kPlainHost, phone } from './browser.mjs';
import { smallClip } from './clips.mjs';
import * as sending from './sending.mjs';
import { play } from './stage.mjs';
import { assertAnotherVideo, assertPlaying, currentVideo, swipe } from './watching.mjs';

describe('a plain http address', () => {
  it(
    'plays, swipes, learns, uploads and copies',
    play('plain-http', async (stage) => {
      const url = stage.url.replace('localhost', kPlainHost);
      const visitor = await stage.visit(phone, { url });
      const { page } = visitor;
      await visitor.become(await stage.member('lan'));
      await page.goto('/');
      assert.equal(await page.evaluate(() => isSecureContext), false);
      await assertPlaying(page);
      const told = page.waitForResponse((answer) => answer.url().endsWith('/api/v1/facts'));
      const first = await currentVideo(page);
      await swipe(page);
      await assertAnotherVideo(page, first);
      assert.equal((await told).status(), 202);
      await sending.chooseFile(page, smallClip(31));
      await sending.writeCaption(page, 'From the sofa');
      await sending.publish(page);
      await sending.outVideo(page);
      await page.getByRole('button', { name: 'Copy the link' }).click();
      await page.getByText('Link copied').waitFor();
    }),
  );
});
