// What a viewer asks of their feed: why, sliders, mutes, no profile, reset; phone and desktop.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { desktop, phone } from './browser.mjs';
import { play } from './stage.mjs';
import { assertAnotherVideo, assertPlaying, currentVideo } from './watching.mjs';

const feedRequest = (page, method) =>
  page.waitForRequest((r) => new URL(r.url()).pathname === '/api/v1/feed' && r.method() === method);

async function openWhy(page) {
  await page.locator('[data-current] .why').click();
  return page.getByRole('dialog', { name: 'Why this video?' });
}

/** Scenes beside this one publish clips of their own: swipes on to one that has the tag. */
async function goToTagged(page, tag) {
  for (;;) {
    const id = await currentVideo(page);
    const video = await page.evaluate(
      (id) => fetch(`/api/v1/videos/${id}`).then((r) => r.json()),
      id,
    );
    if (video.tags.includes(tag)) return id;
    await page.keyboard.press('ArrowDown');
    await assertAnotherVideo(page, id);
  }
}

const terms = (dialog) =>
  dialog.locator('[data-term]').evaluateAll((all) => all.map((one) => one.dataset.term));

/** Of everything that may come yet, as a page that only has `have` would get it. */
const authorsLeft = (page, have) =>
  page.evaluate(async (id) => {
    const { csrf } = await (await fetch('/api/v1/session')).json();
    const headers = { 'Content-Type': 'application/json', 'X-Soleil-CSRF': csrf };
    const body = JSON.stringify({ count: 20, have: [id] });
    const answer = await fetch('/api/v1/feed', { method: 'POST', headers, body });
    return (await answer.json()).videos.map((video) => video.author.handle);
  }, have);

describe('controls', () => {
  for (const [name, screen] of [
    ['phone', phone],
    ['desktop', desktop],
  ]) {
    it(
      `${name}: why, a slider, and the next page heeds it`,
      play(`why-${name}`, async (stage) => {
        const visitor = await stage.visit(screen);
        const { page } = visitor;
        await page.goto('/');
        await assertPlaying(page);
        const first = await goToTagged(page, 'boats');
        const dialog = await openWhy(page);
        assert.equal(await dialog.locator('.sentences li').count(), 3);
        assert.ok(!(await terms(dialog)).includes('bend_tag'));
        const slider = dialog.getByRole('slider', { name: '#boats' });
        await slider.focus();
        await page.keyboard.press('ArrowRight');
        await page.keyboard.press('ArrowRight');
        await dialog.getByText('Your next swipes will show it.').waitFor();
        assert.equal(await slider.getAttribute('aria-valuetext'), 'much more');
        assert.deepEqual(await visitor.axe(), []);
        const asked = feedRequest(page, 'POST'); // tells what is left of the page before
        await page.keyboard.press('Escape');
        assert.ok((await asked).postDataJSON().have.includes(first));
        await page.keyboard.press('ArrowDown');
        await assertAnotherVideo(page, first);
        await goToTagged(page, 'boats');
        await openWhy(page);
        await page.locator('[data-term=bend_tag]').waitFor();
        const shown = await page.evaluate(() => fetch('/api/v1/me/controls').then((r) => r.json()));
        assert.deepEqual(shown.tags, [{ tag: 'boats', level: 2 }]);
        await checkSum(page);
      }),
    );
  }

  // What the sheet shows is what the server keeps, and it sums.
  async function checkSum(page) {
    const video = await currentVideo(page);
    const why = await page.evaluate(
      (id) => fetch(`/api/v1/videos/${id}/why`).then((r) => r.json()),
      video,
    );
    const sum = why.contributions.reduce((all, one) => all + one.value, 0);
    assert.ok(Math.abs(sum - why.score) <= 1e-6, `${sum} is not ${why.score}`);
    const score = await page.locator('[data-score]').getAttribute('data-score');
    assert.equal(Number(score), why.score);
  }

  it(
    'a muted author never comes; undo brings them back',
    play('mute', async (stage) => {
      const { page } = await stage.visit(phone);
      await page.goto('/');
      await assertPlaying(page);
      const first = await currentVideo(page);
      const handle = await page
        .locator('[data-current] .who a')
        .getAttribute('href')
        .then((href) => href.slice(2));
      await page.locator('[data-current]').getByRole('button', { name: 'More' }).click();
      await page.getByRole('button', { name: /^Mute its author/ }).click();
      await page
        .locator('[data-mute-choices]')
        .getByRole('button', { name: `@${handle}` })
        .click();
      await page.getByText(`Muted: @${handle}`).waitFor();
      await assertAnotherVideo(page, first);
      const authors = await authorsLeft(page, first);
      assert.ok(authors.length > 0);
      assert.ok(!authors.includes(handle), authors.join());
      await page.goto('/settings/feed');
      const row = page.locator(`[data-mute="${handle}"]`);
      await row.getByRole('button', { name: /^Unmute/ }).click();
      await page.getByText('Nothing is muted.').waitFor();
      await page.getByRole('status').getByRole('button', { name: 'Undo' }).click();
      await row.waitFor();
    }),
  );

  it(
    'a word is muted on the settings page, with the keyboard',
    play('mute-word', async (stage) => {
      const visitor = await stage.visit(desktop);
      const { page } = visitor;
      await page.goto('/settings/feed');
      await page.getByLabel('A word or #tag to mute').fill('LANTERNS');
      await page.keyboard.press('Enter');
      await page.locator('[data-mute=lanterns]').waitFor();
      await page.getByLabel('A word or #tag to mute').fill('...');
      await page.keyboard.press('Enter');
      await page.getByText('There is no word in it').waitFor();
      const titles = await page.evaluate(async () => {
        const answer = await fetch('/api/v1/feed?count=20');
        return (await answer.json()).videos.map((video) => video.title);
      });
      assert.ok(titles.length > 0);
      assert.ok(!titles.some((title) => /lanterns/i.test(title)), titles.join());
      assert.deepEqual(await visitor.axe(), []);
    }),
  );

  it(
    'without a profile: no fact leaves the browser, nothing comes twice, and back again',
    play('plain', async (stage) => {
      const visitor = await stage.visit(phone);
      const { page } = visitor;
      await page.goto('/settings/feed');
      await page.getByRole('radio', { name: 'Without a profile' }).check();
      await page.getByText('Done: no profile, and nothing kept.').waitFor();
      const told = feedRequest(page, 'POST');
      await page.goto('/');
      assert.deepEqual((await told).postDataJSON().have, []);
      await assertPlaying(page);
      const met = [await currentVideo(page)];
      const dialog = await openWhy(page);
      await dialog.getByText('without a profile', { exact: false }).first().waitFor();
      assert.ok(await dialog.getByRole('slider').first().isDisabled());
      await page.keyboard.press('Escape');
      for (let i = 0; i < 4; i++) {
        await page.keyboard.press('ArrowDown');
        met.push(await assertAnotherVideo(page, met.at(-1)));
      }
      assert.equal(new Set(met).size, met.length);
      await page.waitForTimeout(2_000); // facts go out after a second and a half
      const facts = visitor.requests.filter((r) => new URL(r.url()).pathname === '/api/v1/facts');
      assert.equal(facts.length, 0);
      await page.goto('/settings/feed');
      await page.getByRole('radio', { name: 'Learns as I watch' }).check();
      await page.getByText('It learns again, from now on.').waitFor();
    }),
  );

  it(
    'reset forgets the taste and straightens the sliders',
    play('reset', async (stage) => {
      const { page } = await stage.visit(phone);
      await page.goto('/');
      await assertPlaying(page);
      const first = await currentVideo(page);
      await page.waitForTimeout(1_200);
      await page.keyboard.press('ArrowDown');
      await assertAnotherVideo(page, first);
      await page.goto('/settings/feed');
      await page.getByText(/Learned from \d+ viewing/).waitFor();
      const slider = page.getByRole('slider', { name: 'New creators' });
      await slider.focus();
      await page.keyboard.press('ArrowRight');
      await page.waitForFunction(
        () =>
          fetch('/api/v1/me/controls')
            .then((r) => r.json())
            .then((controls) => controls.new_creators === 1),
        undefined,
        { polling: 200 }, // asking with every frame would meet the rate limit
      );
      await page.getByRole('button', { name: 'Reset what the feed learned' }).click();
      await page.getByRole('button', { name: 'Yes, start fresh' }).click();
      await page.getByText('Nothing yet. Watch a few clips').waitFor();
      assert.equal(await slider.getAttribute('aria-valuetext'), 'as it comes');
    }),
  );
});
