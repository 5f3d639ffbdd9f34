// An upload survives what life does to it.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { Api } from './api.mjs';
import { phone } from './browser.mjs';
import { heavyClip, hugeClip, smallClip } from './clips.mjs';
import * as sending from './sending.mjs';
import { freshHandle, play } from './stage.mjs';
import { root } from './server.mjs';

const kSlow = 4_000_000; // bytes a second
const kFast = 200_000_000;

/** What the browser's own database holds of files, in bytes. */
function bytesKept() {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('soleil_uploads', 1);
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const kept = opening.result.transaction('files').objectStore('files').getAll();
      kept.onsuccess = () => resolve(kept.result.reduce((sum, f) => sum + (f.blob?.size ?? 0), 0));
    };
  });
}

// A request of a service worker has no frame.
const from = (request, page) => request.serviceWorker() === null && request.frame().page() === page;

const creations = (requests) =>
  requests.filter((r) => r.method() === 'POST' && r.url().endsWith('/api/v1/uploads')).length;

describe('upload', () => {
  it(
    'goes on after its tab was closed, words included',
    play('tab-closed', async (stage) => {
      const visitor = await stage.visit(phone);
      await visitor.become(await stage.member('tab'));
      await sending.slowUploads(visitor.page, kSlow);
      await sending.chooseFile(visitor.page, heavyClip());
      await sending.writeCaption(visitor.page, 'Words that must not be lost', ['kept']);
      await sending.sentAtLeast(visitor.page, 0.45);
      await visitor.page.waitForTimeout(500); // the pause in typing after which words are kept
      const before = sending.patchOffsets(visitor.requests).length;
      await visitor.page.close();

      const page = await visitor.newTab();
      await sending.slowUploads(page, kFast);
      await page.goto('/upload');
      await page.locator('article.card').waitFor();
      assert.equal(await page.getByLabel('Caption').inputValue(), 'Words that must not be lost');
      await page.getByRole('button', { name: 'Remove the tag kept' }).waitFor();
      await sending.publish(page);
      await sending.outVideo(page);
      sending.assertResumed(visitor.requests, before);
    }),
  );

  it(
    'what was refused is not sent again by the next page',
    play('refused-once', async (stage) => {
      const visitor = await stage.visit(phone);
      const { page } = visitor;
      await visitor.become(await stage.member('letter'));
      const letter = { name: 'letter.mp4', mimeType: 'video/mp4', buffer: Buffer.from('Dear you') };
      await sending.chooseFile(page, letter);
      await page.getByText('This file is not a video we can read').first().waitFor();
      assert.equal(await page.getByRole('button', { name: 'Try again' }).count(), 0);
      for (const path of ['/settings', '/upload']) {
        await page.goto(path);
        await page.waitForLoadState('networkidle');
      }
      await page.getByText('This file is not a video we can read').first().waitFor();
      assert.equal(creations(visitor.requests), 1);
      await page.getByRole('button', { name: 'Take off the list' }).click();
      await page.locator('article.card').waitFor({ state: 'detached' });
    }),
  );

  it(
    'a second tab waits, and goes on when the first one closes: one upload, one video',
    play('two-tabs', async (stage) => {
      const visitor = await stage.visit(phone);
      const api = await stage.member('two');
      await visitor.become(api);
      const first = visitor.page;
      await sending.slowUploads(first, kSlow);
      await sending.chooseFile(first, heavyClip());
      await sending.writeCaption(first, 'One boat, two tabs');
      await sending.sentAtLeast(first, 0.2);
      await first.waitForTimeout(500);
      assert.ok((await first.evaluate(bytesKept)) > 1e6, 'a small file is kept on the device');

      const second = await visitor.newTab();
      await sending.slowUploads(second, kFast);
      await second.goto('/upload');
      await second.getByText('Another tab is sending this one').first().waitFor();
      // The same file chosen here too is no second upload.
      await second.locator('[data-upload-input]').setInputFiles(heavyClip());
      await second.getByText(/is on its way already/).waitFor();
      assert.equal(await second.locator('article.card').count(), 1);
      await sending.sentAtLeast(first, 0.5);
      const by_second = visitor.requests.filter((r) => r.method() === 'PATCH' && from(r, second));
      assert.equal(by_second.length, 0, 'only one tab sends');
      const before = sending.patchOffsets(visitor.requests).length;
      await first.close();
      await second.getByLabel('Caption').waitFor();
      assert.equal(await second.getByLabel('Caption').inputValue(), 'One boat, two tabs');
      await sending.publish(second);
      await sending.outVideo(second);
      sending.assertResumed(visitor.requests, before);
      assert.equal(creations(visitor.requests), 1, 'one upload was made');
      const { videos } = await api.json('GET', '/api/v1/me/videos');
      assert.deepEqual(
        videos.map((video) => video.title),
        ['One boat, two tabs'],
      );
    }),
  );

  it(
    'a file of 320 MB survives a closed tab without a copy in the browser',
    play('huge', async (stage) => {
      const visitor = await stage.visit(phone);
      await visitor.become(await stage.member('huge'));
      const clip = hugeClip();
      await sending.slowUploads(visitor.page, 40_000_000);
      await sending.chooseFile(visitor.page, clip);
      await sending.writeCaption(visitor.page, 'As long as summer');
      await sending.sentAtLeast(visitor.page, 0.15, 60_000);
      await visitor.page.waitForTimeout(500);
      assert.equal(await visitor.page.evaluate(bytesKept), 0, 'no copy of it in the browser');
      const before = sending.patchOffsets(visitor.requests).length;
      await visitor.page.close();

      const page = await visitor.newTab();
      await sending.slowUploads(page, kFast);
      await page.goto('/upload');
      await page.getByText('Choose the same file again').first().waitFor();
      assert.equal(await page.getByLabel('Caption').inputValue(), 'As long as summer');
      const chooser = page.waitForEvent('filechooser');
      await page.getByRole('button', { name: 'Choose the file' }).click();
      await (await chooser).setFiles(clip);
      await sending.publish(page);
      await sending.outVideo(page, 120_000);
      sending.assertResumed(visitor.requests, before);
      assert.equal(creations(visitor.requests), 1, 'one upload was made');
    }),
  );

  it(
    'a video shared from another app waits on the upload page',
    play('share-target', async (stage) => {
      const visitor = await stage.visit(phone);
      await visitor.become(await stage.member('share'));
      const { page } = visitor;
      await page.goto('/settings');
      await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
      await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
      // What the phone's share sheet does: it posts the manifest's form and shows the answer.
      const { share_target } = await (await page.request.get('/manifest.webmanifest')).json();
      await page.evaluate(({ action, method, enctype, params }) => {
        const form = Object.assign(document.createElement('form'), { action, method, enctype });
        const title = Object.assign(document.createElement('input'), { name: params.title });
        title.value = 'From my gallery';
        const file = Object.assign(document.createElement('input'), { type: 'file' });
        file.name = params.files[0].name;
        file.id = 'shared';
        form.append(title, file);
        document.body.append(form);
      }, share_target);
      await page.locator('#shared').setInputFiles(smallClip(6));
      await page.evaluate(() => document.querySelector('#shared').form.submit());
      await page.waitForURL(/\/upload\?shared/);
      await page.locator('article.card').waitFor();
      assert.equal(await page.getByLabel('Caption').inputValue(), 'From my gallery');
      await sending.publish(page);
      await sending.outVideo(page);
      await page.reload();
      await page.getByRole('heading', { name: 'Upload' }).waitFor();
      await page.waitForTimeout(400);
      assert.equal(await page.locator('article.card').count(), 0, 'it was taken once');
    }),
  );

  it(
    'goes on after kill -9 of the server',
    play('server-killed', async (stage) => {
      const server = await stage.ownServer();
      const api = new Api(server.url);
      await api.register(freshHandle('kill'));
      const visitor = await stage.visit(phone, { url: server.url });
      await visitor.become(api);
      const { page } = visitor;
      await sending.slowUploads(page, kSlow);
      await sending.chooseFile(page, heavyClip());
      await sending.writeCaption(page, 'Power cut');
      await sending.publish(page);
      await sending.sentAtLeast(page, 0.4);
      const before = sending.patchOffsets(visitor.requests).length;
      await server.kill9();
      await page
        .getByText(/goes on by itself/)
        .first()
        .waitFor();
      await server.start();
      await sending.slowUploads(page, kFast);
      const video_id = await sending.outVideo(page);
      sending.assertResumed(visitor.requests, before);
      assert.equal((await api.published(video_id)).title, 'Power cut');
    }),
  );

  it(
    'pauses, goes on, and is thrown away',
    play('pause-cancel', async (stage) => {
      const visitor = await stage.visit(phone);
      const api = await stage.member('pause');
      await visitor.become(api);
      const { page } = visitor;
      await sending.slowUploads(page, kSlow);
      await sending.chooseFile(page, heavyClip());
      await sending.sentAtLeast(page, 0.1);
      await page.getByRole('button', { name: 'Pause' }).click();
      await page.getByText('Paused. What was sent is kept.').first().waitFor();
      const { uploads } = await api.json('GET', '/api/v1/me/uploads');
      assert.equal(uploads.length, 1);
      await page.getByRole('button', { name: 'Go on' }).click();
      await sending.sentAtLeast(page, 0.3);
      await page.getByRole('button', { name: 'Cancel' }).click();
      await page.getByRole('button', { name: 'Throw it away' }).click();
      await page.locator('article.card').waitFor({ state: 'detached' });
      await page.waitForLoadState('networkidle');
      assert.equal((await api.json('GET', '/api/v1/me/uploads')).uploads.length, 0);
    }),
  );

  it(
    'goes out only when "Publish" is pressed',
    play('not-before-publish', async (stage) => {
      const visitor = await stage.visit(phone);
      const api = await stage.member('shy');
      await visitor.become(api);
      const { page } = visitor;
      await sending.chooseFile(page, smallClip(3));
      await page
        .getByText('It goes out when you press Publish')
        .first()
        .waitFor({ timeout: 45_000 });
      const stranger = await stage.visit(phone);
      const { videos } = await api.json('GET', '/api/v1/me/videos');
      const answer = await stranger.page.request.get(`/api/v1/videos/${videos[0].id}`);
      assert.equal(answer.status(), 404);
      await sending.writeCaption(page, 'Ready at last');
      await sending.publish(page);
      await sending.outVideo(page);
      const now = await stranger.page.request.get(`/api/v1/videos/${videos[0].id}`);
      assert.equal(now.status(), 200);
    }),
  );

  it(
    'says in words what is not accepted',
    play('refused', async (stage) => {
      const visitor = await stage.visit(phone);
      await visitor.become(await stage.member('odd'));
      const { page } = visitor;
      const folder = `${root}/build/e2e/clips`;
      writeFileSync(`${folder}/empty.mp4`, '');
      writeFileSync(`${folder}/letter.txt`, 'Dear server');
      writeFileSync(`${folder}/letter.mp4`, 'Dear server, '.repeat(2000));
      await page.goto('/upload');
      const input = page.locator('[data-upload-input]');
      await input.setInputFiles([`${folder}/empty.mp4`, `${folder}/letter.txt`]);
      await page.getByText('is empty: not a single byte').waitFor();
      await page.getByText('does not look like a video').waitFor();
      await input.setInputFiles(`${folder}/letter.mp4`);
      await page.getByText('Not accepted').first().waitFor({ timeout: 45_000 });
      await page
        .getByText(/not a video/i)
        .first()
        .waitFor();
    }),
  );
});
