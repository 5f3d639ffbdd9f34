// From a newcomer to a published video that others watch, like and find again.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { desktop, phone } from './browser.mjs';
import { smallClip } from './clips.mjs';
import { chooseFile, outVideo, publish, writeCaption } from './sending.mjs';
import { administrator, freshHandle, play } from './stage.mjs';
import { assertAnotherVideo, assertPlaying, currentVideo, swipe } from './watching.mjs';

async function signUp(page, handle, back = '/') {
  await page.goto(`/register?back=${back}`);
  await page.getByLabel('Your name here').fill(handle);
  await page.getByLabel('How people read it').fill('Sunny Person');
  await page.getByLabel('Password', { exact: true }).fill('three odd words');
  await page.getByRole('button', { name: 'Make my account' }).click();
  await page.waitForURL((url) => url.pathname === back);
}

const likeButton = (page) => page.locator('[data-current] [data-like]').first();

describe('journey', () => {
  it(
    'phone: sign up, upload, watch, swipe, like, reload, still there',
    play('journey-phone', async (stage) => {
      const { page } = await stage.visit(phone);
      await signUp(page, freshHandle('ana'));
      await assertPlaying(page);
      const first = await currentVideo(page);
      await swipe(page);
      const second = await assertAnotherVideo(page, first);
      await assertPlaying(page);

      await page.goto(`/v/${second}`);
      await assertPlaying(page);
      await likeButton(page).click();
      await page.locator('[data-current] [data-like][aria-pressed=true]').waitFor();
      await page.waitForLoadState('networkidle');
      await page.reload();
      await page.locator('[data-current] [data-like][aria-pressed=true]').waitFor();
      // A tab remembers its feed across a reload; the server's own list is what counts.
      await page.goto('/videos/liked');
      await page.locator(`main a[href^="/v/${second}"]`).waitFor();

      await chooseFile(page, smallClip(9));
      await writeCaption(page, 'A paper boat in the rain ☔', ['Été', 'boats']);
      await publish(page);
      const video_id = await outVideo(page);
      await page.getByRole('link', { name: 'Watch it' }).click();
      const seen = await assertPlaying(page);
      assert.ok(seen.width < seen.height, 'the portrait clip stands upright');

      await page.goto('/videos');
      const mine = page.locator(`[data-video="${video_id}"]`);
      await mine.getByText('A paper boat in the rain ☔').waitFor();
      assert.equal(await mine.getAttribute('data-state'), 'published');
      await page.goto('/tag/%C3%A9t%C3%A9');
      await page.locator(`a[href^="/v/${video_id}"]`).waitFor();
    }),
  );

  it(
    'desktop: watches with wheel and keys, finds by search, follows',
    play('journey-desktop', async (stage) => {
      const { page } = await stage.visit(desktop);
      await signUp(page, freshHandle('leo'), '/settings');
      await page.goto('/@demo.gardener');
      await page.getByRole('button', { name: /^follow/i }).click();
      await page.getByRole('button', { name: /stop following/i }).waitFor();
      await page.waitForLoadState('networkidle');
      await page.goto('/following');
      await assertPlaying(page);

      await page.goto('/');
      await assertPlaying(page);
      const first = await currentVideo(page);
      await page.mouse.move(720, 450);
      await page.mouse.wheel(0, 400);
      const second = await assertAnotherVideo(page, first);
      await page.keyboard.press('k');
      assert.equal(await assertAnotherVideo(page, second), first, 'back is back');

      await page.goto('/search');
      await page.getByRole('searchbox').fill('lanter');
      await page
        .getByRole('link', { name: /lanterns/i })
        .first()
        .click();
      await assertPlaying(page);
    }),
  );

  it(
    'a deleted video is gone at once and comes back by undo',
    play('delete-undo', async (stage) => {
      const author = await stage.member('del');
      const video_id = await author.upload(smallClip(1), { title: 'Now you see me' });
      await author.published(video_id);
      const { page } = await stage.visit(phone);
      const mine = await stage.visit(phone);
      await mine.become(author);
      await mine.page.goto('/videos');
      const row = mine.page.locator(`[data-video="${video_id}"]`);
      await row.getByRole('button', { name: 'Delete' }).click();
      await mine.page.locator(`[data-video="${video_id}"][data-state=removed]`).waitFor();
      const gone = await page.request.get(`/api/v1/videos/${video_id}`);
      assert.equal(gone.status(), 404);
      await page.goto(`/v/${video_id}`);
      await page.getByText('This clip is not here any more').waitFor();
      await mine.page.getByRole('status').getByRole('button', { name: 'Undo' }).click();
      await mine.page.locator(`[data-video="${video_id}"][data-state=published]`).waitFor();
      await page.goto(`/v/${video_id}`);
      await assertPlaying(page);
    }),
  );

  it(
    'a reported video is removed by a moderator, with a reason',
    play('moderation', async (stage) => {
      const author = await stage.member('bad');
      const video_id = await author.upload(smallClip(2), { title: 'Buy my spoons' });
      await author.published(video_id);
      const reporter = await stage.member('rep');
      await reporter.json('POST', `/api/v1/videos/${video_id}/report`, {
        reason: 'spam',
        note: 'ads',
      });
      const desk = await stage.visit(desktop);
      await desk.become(administrator());
      await desk.page.goto('/console/reports');
      const card = desk.page.locator('article').filter({ hasText: 'Buy my spoons' });
      await card.getByRole('button', { name: 'Remove the video' }).click();
      await card.getByText('A decision needs its reason').waitFor();
      await card.getByLabel('Why you decide so').fill('It only sells spoons.');
      await card.getByRole('button', { name: 'Remove the video' }).click();
      await card.waitFor({ state: 'detached' });
      const gone = await reporter.call('GET', `/api/v1/videos/${video_id}`);
      assert.equal(gone.status, 404);
    }),
  );
});
