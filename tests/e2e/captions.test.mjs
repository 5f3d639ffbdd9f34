// Words that are seen when they are spoken, and the picture that stands for a video.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { desktop, phone } from './browser.mjs';
import { smallClip } from './clips.mjs';
import * as sending from './sending.mjs';
import { play } from './stage.mjs';
import { assertPlaying } from './watching.mjs';

const kSeconds = 6;
const kCues = [
  [0.6, 2.0, 'Here comes the sun'],
  [2.6, 4.0, 'and the boats\ngo out'],
  [4.6, 5.8, 'Salt & light'],
];
const kLate_s = 0.3; // what a busy machine may be late with a cue

const stamp = (s) => `00:0${s.toFixed(3)}`;
const vtt = (cues = kCues) =>
  `WEBVTT\n\n${cues.map(([from, to, text]) => `${stamp(from)} --> ${stamp(to)}\n${text}\n`).join('\n')}`;
const file = (name, text) => ({ name, mimeType: 'text/vtt', buffer: Buffer.from(text) });
const french = vtt([[0.6, 5.8, 'Voilà le soleil']]);

async function attach(page, text, name = 'words.vtt') {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Add a file' }).first().click();
  await (await chooser).setFiles(file(name, text));
}

/** What stood on the screen at each moment of one turn of the clip. */
function watchWords() {
  return new Promise((resolve) => {
    const seen = [];
    const until = performance.now() + 8_000;
    const look = () => {
      const video = document.querySelector('[data-current] video');
      const words = document.querySelector('[data-current] [data-captions]');
      seen.push([video?.currentTime ?? -1, words?.innerText.trim() ?? '']);
      if (performance.now() < until) requestAnimationFrame(look);
      else resolve(seen);
    };
    look();
  });
}

function assertInTime(seen) {
  for (const [time, words] of seen) {
    const near = kCues.filter(([from, to]) => time >= from - 0.05 && time <= to + kLate_s);
    if (words) assert.ok(near.some(([, , text]) => text === words), `"${words}" at ${time} s`);
  }
  for (const [from, to, text] of kCues) {
    const spoken = seen.filter(([time]) => time >= from + kLate_s && time <= to - 0.05);
    assert.ok(spoken.length > 3, `nothing was drawn from ${from} to ${to} s`);
    assert.deepEqual([...new Set(spoken.map(([, words]) => words))], [text]);
  }
}

/** Above the title and the bar, within the picture: all measured at one moment, while it is there. */
async function assertWellPlaced(page) {
  const look = await page.waitForFunction(() => {
    const box = (what) => document.querySelector(what)?.getBoundingClientRect().toJSON();
    const words = box('[data-current] [data-captions]');
    return (
      words && {
        words,
        title: box('[data-current] .words'),
        bar: box('[data-current] [role=slider]'),
        cell: box('[data-current]'),
      }
    );
  });
  const { words, title, bar, cell } = await look.jsonValue();
  assert.ok(words.bottom <= title.top + 1, 'above the title');
  assert.ok(words.bottom <= bar.top, 'above the bar');
  assert.ok(words.left >= cell.left && words.right <= cell.right, 'in the picture');
}

const posterOf = async (api, video_id) =>
  (await api.json('GET', `/api/v1/videos/${video_id}`)).media.poster;

async function posterBecomes(api, video_id, pattern) {
  const until = Date.now() + 30_000;
  while (!pattern.test(await posterOf(api, video_id))) {
    assert.ok(Date.now() < until, `the poster is still ${await posterOf(api, video_id)}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function captioned(stage, word) {
  const api = await stage.member(word);
  const video_id = await api.upload(smallClip(5, kSeconds), { title: 'Captioned', language: 'en' });
  for (const [language, text] of [
    ['en', vtt()],
    ['fr', french],
  ]) {
    const path = `/api/v1/videos/${video_id}/captions/${language}`;
    const answer = await api.call('PUT', path, Buffer.from(text), { 'content-type': 'text/vtt' });
    assert.equal(answer.status, 200);
  }
  await api.published(video_id, 60_000, true);
  return { api, video_id };
}

describe('captions', () => {
  it(
    'phone: attached while it is sent, seen at the right time after C, and after a reload',
    play('captions-phone', async (stage) => {
      const visitor = await stage.visit(phone);
      await visitor.become(await stage.member('words'));
      const { page } = visitor;
      await sending.chooseFile(page, smallClip(5, kSeconds));
      await attach(page, 'Dear server');
      await page.getByText('These are not subtitles we can read').waitFor();
      await attach(page, vtt([[2, 1, 'backwards']]));
      await page.getByText('Line 3: A line begins earlier').waitFor();
      await attach(page, vtt());
      await page.locator('[data-subtitles] [data-language=en]').waitFor();
      assert.deepEqual(await visitor.axe(), []);
      await sending.writeCaption(page, 'Can you hear me?');
      await sending.publish(page);
      const video_id = await sending.outVideo(page);

      await page.goto(`/v/${video_id}`);
      await assertPlaying(page);
      await page.waitForTimeout(1_500);
      assert.equal(await page.locator('[data-captions]').count(), 0, 'not before they are asked for');
      await page.keyboard.press('c');
      await page.getByText('Subtitles on').waitFor();
      await page.locator('[data-current] [data-captions]').waitFor();
      await assertWellPlaced(page);
      assertInTime(await page.evaluate(watchWords));
      assert.deepEqual(await visitor.axe(), []);

      await page.reload();
      await assertPlaying(page);
      await page.locator('[data-current] [data-captions]').waitFor();
      await page.locator('[data-current] [data-captions-button][aria-pressed=true]').click();
      await page.locator('[data-current] [data-captions]').waitFor({ state: 'detached' });
    }),
  );

  it(
    'desktop: a language is chosen and remembered; a hidden video takes its words along',
    play('captions-desktop', async (stage) => {
      const { api, video_id } = await captioned(stage, 'tongues');
      const { page } = await stage.visit(desktop);
      await page.goto(`/v/${video_id}`);
      await assertPlaying(page);
      await page.locator('[data-current] [data-captions-button]').click();
      await page.locator('[data-current] [data-captions][lang=en]').waitFor();
      await page.locator('[data-current] [data-more]').click();
      await page.getByRole('radio', { name: 'French' }).click();
      await page.keyboard.press('Escape');
      await page.locator('[data-current] [data-captions][lang=fr]').waitFor();
      await assertWellPlaced(page);
      await page.reload();
      await page
        .locator('[data-current] [data-captions]')
        .filter({ hasText: 'Voilà le soleil' })
        .waitFor();

      const { captions } = await api.json('GET', `/api/v1/videos/${video_id}`);
      assert.equal((await page.request.get(captions[0].url)).status(), 200);
      await api.json('PATCH', `/api/v1/videos/${video_id}`, { visibility: 'private' });
      assert.equal((await page.request.get(captions[0].url)).status(), 404);
    }),
  );

  it(
    'my videos: subtitles are replaced and deleted, a cover is chosen by keyboard',
    play('captions-mine', async (stage) => {
      const { api, video_id } = await captioned(stage, 'mine');
      const visitor = await stage.visit(desktop);
      await visitor.become(api);
      const { page } = visitor;
      await page.goto('/videos');
      const row = page.locator(`[data-video="${video_id}"]`);
      await row.getByRole('button', { name: 'Edit' }).click();
      const sheet = page.getByRole('dialog');
      const before = (await api.json('GET', `/api/v1/videos/${video_id}`)).captions[1].url;
      const chooser = page.waitForEvent('filechooser');
      await sheet.getByRole('button', { name: 'Replace the subtitles: French' }).click();
      await (await chooser).setFiles(file('fr.srt', '1\n00:00:00,500 --> 00:00:01,500\nSalut\n'));
      await page.getByText('Subtitles added: French').waitFor();
      const { captions } = await api.json('GET', `/api/v1/videos/${video_id}`);
      assert.notEqual(captions[1].url, before);
      assert.match(await (await page.request.get(captions[1].url)).text(), /^WEBVTT\n[^]*Salut/);
      await sheet.getByRole('button', { name: 'Delete the subtitles: English' }).click();
      await sheet.locator('[data-language=en]').waitFor({ state: 'detached' });

      await sheet.getByLabel('Tags').fill('boats');
      await sheet.getByLabel('Tags').press('Enter');
      await sheet.getByRole('button', { name: 'Remove the tag boats' }).waitFor();
      const cover = sheet.locator('[data-cover]');
      assert.equal(await cover.getByRole('radio', { checked: true }).innerText(), 'We choose');
      await cover.getByRole('radio', { checked: true }).focus();
      for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowRight');
      assert.deepEqual(await visitor.axe(), []);
      await sheet.getByRole('button', { name: 'Save' }).click();
      await posterBecomes(api, video_id, /cover-1500\.jpg/);
      await row.locator('img[src*="cover-1500"]').waitFor();
      const now = await api.json('GET', `/api/v1/videos/${video_id}`);
      assert.deepEqual(
        now.captions.map((track) => track.language),
        ['fr'],
      );
    }),
  );

  it(
    'a cover is chosen while the file is still here, and the poster follows',
    play('cover-upload', async (stage) => {
      const visitor = await stage.visit(phone);
      const api = await stage.member('cover');
      await visitor.become(api);
      const { page } = visitor;
      await sending.slowUploads(page, 100_000);
      await sending.chooseFile(page, smallClip(7, kSeconds));
      await page.getByRole('slider', { name: 'Cover' }).fill('2');
      await page.getByText('The picture at 0:02').waitFor();
      assert.deepEqual(await visitor.axe(), []);
      await sending.slowUploads(page, 200_000_000);
      await sending.writeCaption(page, 'With a face');
      await sending.publish(page);
      const video_id = await sending.outVideo(page);
      await api.published(video_id, 60_000, true); // a cover is taken from the whole video
      await posterBecomes(api, video_id, /cover-2000\.jpg/);
    }),
  );
});
