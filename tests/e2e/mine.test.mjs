// What is mine: where it lives, moving it, a copy of it, what became of my reports.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { desktop, phone } from './browser.mjs';
import { smallClip } from './clips.mjs';
import { administrator, play } from './stage.mjs';

async function signIn(page, handle) {
  await page.getByLabel('Name', { exact: true }).fill(handle);
  await page.getByLabel('Password', { exact: true }).fill('a sunny password');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

async function move(page) {
  await page.getByRole('button', { name: 'I live somewhere else now' }).click();
  const country = page.getByLabel('The country you live in now');
  await country.selectOption({ label: 'Canada' });
  await page.getByText('Your home stays Virginia.').waitFor();
  await country.selectOption({ label: 'France' });
  await page.getByText('Your data would move from Virginia to Dublin.').waitFor();
  await page.getByText('The 1 person you follow').waitFor();
  await page.getByText('What you watched in the last 30 days').waitFor();
  await page.getByText('Your 1 video, with its likes and views').waitFor();
  const password = page.getByLabel('Your password, to be sure it is you').first();
  await password.fill('not this one');
  assert.ok(await page.getByRole('button', { name: 'Move to Dublin' }).isDisabled());
  await page.getByLabel('I have the file of my video.').check();
  await page.getByRole('button', { name: 'Move to Dublin' }).click();
  await page.getByText('That is not your password.').waitFor();
  await password.fill('a sunny password');
  await page.getByRole('button', { name: 'Move to Dublin' }).click();
  await page.getByText('Somebody there has your name already.').waitFor();
  await page.getByLabel('Your name there').fill('amy.two');
  await page.getByRole('button', { name: 'Move to Dublin' }).click();
  await page.getByRole('heading', { name: 'You live in Dublin now' }).waitFor();
  await page.getByText('Sign in there as “amy.two”').waitFor();
}

/** Bea publishes a clip, Amy watches it. */
async function watch(amy, bea) {
  const video = await bea.upload(smallClip(12), { title: 'A boat', tags: 'boats' });
  await bea.published(video, 60_000, true);
  const viewing = { id: 'watch-0001', type: 'watched', video_id: video, at_ms: Date.now() };
  const facts = [{ ...viewing, watch_ms: 4_000, duration_ms: 5_000, surface: 'profile' }];
  await amy.json('POST', '/api/v1/facts', { facts });
  return video;
}

async function leave(stage, regions) {
  const amy = await regions.resident('virginia', 'amy', 'US');
  const bea = await regions.resident('virginia', 'bea', 'CA');
  await amy.call('PUT', '/api/v1/accounts/bea/follow');
  await regions.resident('dublin', 'amy', 'FR');
  await amy.upload(smallClip(13), { title: 'A sea that stays', tags: 'sea' });
  const video = await watch(amy, bea);
  await regions.shows('dublin', video);
  const visitor = await stage.visit(phone, { url: regions.url('virginia') });
  const { page } = visitor;
  await visitor.become(amy);
  await page.goto('/settings');
  await page.getByRole('link', { name: 'Where my data live' }).click();
  await page.getByText('Virginia (Ashburn, Virginia, United States)').waitFor();
  await page.getByText('Nobody there can open it').waitFor();
  assert.deepEqual(await visitor.axe(), []);
  await move(page);
  const there = page.getByRole('link', { name: 'Sign in in Dublin' });
  assert.equal(
    await there.getAttribute('href'),
    `${regions.url('dublin')}/sign-in?back=/settings/home`,
  );
  assert.equal((await amy.call('GET', '/api/v1/accounts/amy')).status, 404);
  assert.deepEqual(await visitor.axe(), []);
  return visitor;
}

describe('mine', () => {
  it(
    'moves house: told what goes along, erased here, at home there',
    play('move', async (stage) => {
      const regions = await stage.regions();
      const { page } = await leave(stage, regions);
      await page.goto('/sign-in');
      await signIn(page, 'amy@dublin');
      await page.getByText('Your home is Dublin: sign in there.').waitFor();
      const link = page.getByRole('link', { name: 'Go to Dublin' });
      assert.equal(await link.getAttribute('href'), `${regions.url('dublin')}/sign-in`);

      const there = await stage.visit(desktop, { url: regions.url('dublin') });
      await there.page.goto('/sign-in?back=/settings/home');
      await signIn(there.page, 'amy.two');
      await there.page.getByText('Dublin (Dublin, Ireland)').waitFor();
      await there.page.getByText('General Data Protection Regulation (GDPR)').waitFor();
      assert.deepEqual(await there.axe(), []);
      await there.page.getByLabel('Your password, to be sure it is you').fill('a sunny password');
      const arriving = there.page.waitForEvent('download');
      await there.page.getByRole('button', { name: 'Make the file' }).click();
      const copy = JSON.parse(readFileSync(await (await arriving).path(), 'utf8'));
      const viewings = copy.facts.filter(({ type }) => type === 'watched');
      assert.deepEqual(
        viewings.map(({ id }) => id),
        ['watch-0001'],
        'what she watched came along',
      );
      assert.equal(copy.follows.length, 1);
    }),
  );

  it(
    'gives a copy of all that is kept of me, to me alone',
    play('copy', async (stage) => {
      const api = await stage.member('taker');
      await api.json('POST', '/api/v1/me/mutes', { kind: 'word', what: 'clowns' });
      const visitor = await stage.visit(phone);
      const { page } = visitor;
      await visitor.become(api);
      await page.goto('/settings/home');
      await page.getByText('This network has one region').waitFor();
      const password = page.getByLabel('Your password, to be sure it is you');
      await password.fill('not this one');
      await page.getByRole('button', { name: 'Make the file' }).click();
      await page.getByText('That is not your password.').waitFor();
      await password.fill('a sunny password');
      const arriving = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Make the file' }).click();
      const file = await arriving;
      assert.match(file.suggestedFilename(), new RegExp(`^soleil-${api.handle}-.*\\.json$`));
      const copy = JSON.parse(readFileSync(await file.path(), 'utf8'));
      assert.equal(copy.account.handle, api.handle);
      assert.equal(copy.controls.mutes[0].what, 'clowns');
      assert.equal(copy.sessions.length, 1);
      await page.getByText('It is in your downloads.').waitFor();
      assert.deepEqual(await visitor.axe(), []);
    }),
  );

  it(
    'hears what became of a report',
    play('reports', async (stage) => {
      const api = await stage.member('reporter');
      const admin = administrator();
      const { videos } = await admin.json('GET', '/api/v1/search?q=lanterns');
      const { report_id } = await api.json('POST', `/api/v1/videos/${videos[0].id}/report`, {
        reason: 'spam',
      });
      const visitor = await stage.visit(phone);
      const { page } = visitor;
      await visitor.become(api);
      await page.goto('/settings');
      await page.getByRole('link', { name: 'My reports' }).click();
      await page.getByText('Waits for a moderator').waitFor();
      await admin.call('POST', `/api/v1/admin/reports/${report_id}`, {
        decision: 'keep',
        explanation: 'Lanterns are no advertisement.',
      });
      await page.goto('/settings');
      await page.getByText('One decided').waitFor();
      await page.getByRole('link', { name: 'My reports' }).click();
      await page.getByText('Looked at; the video stays').waitFor();
      await page.getByText('Lanterns are no advertisement.').waitFor();
      assert.deepEqual(await visitor.axe(), []);
      await page.goto('/settings');
      await page.getByRole('link', { name: 'My reports' }).waitFor();
      assert.equal(await page.getByText('One decided').count(), 0);
    }),
  );
});
