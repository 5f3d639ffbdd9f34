// The trust centre: a visitor's own browser proves claims; when a log is changed, or told anew, the page says so in words.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Api } from './api.mjs';
import { desktop, phone } from './browser.mjs';
import { play } from './stage.mjs';

async function ownSite(stage, options) {
  const server = await stage.ownServer(options);
  const admin = new Api(server.url);
  await admin.useLink(await server.welcomeLink());
  const answer = (id, said, more = {}) =>
    admin.json('POST', '/api/v1/admin/rumours', {
      id,
      said,
      verdict: 'false',
      answer: { en: 'It is not so.', fr: 'Il n’en est rien.' },
      ...more,
    });
  return { server, admin, answer };
}

async function check(page) {
  await page.goto('/trust');
  const state = page.locator('section[data-state]:not([data-state=looking])');
  await state.waitFor();
  return { state: await state.getAttribute('data-state'), text: await state.innerText() };
}

const claimState = (page, id) => page.locator(`#claim-${id}`).getAttribute('data-state');

/** Another history: what was kept comes back, with the same keys, and goes on otherwise. */
async function rewritten(server, change) {
  const ledger = join(server.data, 'ledger');
  await server.kill9();
  change(ledger);
  await server.start();
}

describe('trust', () => {
  it(
    'claims are proven by the visitor’s browser, and rumours answered',
    play('trust: proven', async (stage) => {
      const { server, admin, answer } = await ownSite(stage);
      const claim = (body) => admin.json('POST', '/api/v1/admin/claims', body);
      await claim({ id: 'none', check: 'no_disclosure', country: 'CN', from: '2026-01-01' });
      await claim({ id: 'not-cn', check: 'not_offered', country: 'CN' });
      await answer('cats', 'They sell my cat');
      const { page } = await stage.visit(desktop, { url: server.url });

      const first = await check(page);
      assert.equal(first.state, 'good', first.text);
      assert.equal(await claimState(page, 'program'), 'proven');
      assert.equal(await claimState(page, 'algorithm'), 'proven');
      assert.equal(await claimState(page, 'none'), 'proven');
      assert.equal(await claimState(page, 'not-cn'), 'broken', 'no order says so');
      assert.equal(await claimState(page, 'staff-access'), 'asserted');

      await answer('cats', 'They sell my cat');
      const second = await check(page);
      assert.match(second.text, /nothing has been changed or removed since/);
      await page.locator('a[href^="/trust/rumours/"]').click();
      await page.getByRole('heading', { name: '“They sell my cat”' }).waitFor();
      assert.equal(await page.locator('ol > li').count(), 2, 'both answers stay');
    }),
  );

  it(
    'a changed entry is seen, and said in words',
    play('trust: changed', async (stage) => {
      const { server, answer } = await ownSite(stage);
      await answer('cats', 'They sell my cat');
      const { page } = await stage.visit(phone, { url: server.url });
      assert.equal((await check(page)).state, 'good');
      await rewritten(server, (ledger) => {
        const file = join(ledger, 'policy/public/tile/entries/000.p/6');
        const bytes = readFileSync(file);
        const at = bytes.indexOf('It is not so.');
        assert.ok(at > 0);
        bytes.write('It is so, yes', at);
        writeFileSync(file, bytes);
      });
      const { state, text } = await check(page);
      assert.equal(state, 'bad', text);
      assert.match(text, /Rules, claims and answers/);
      assert.match(text, /changed or removed since it was signed/);
      assert.equal(await claimState(page, 'algorithm'), 'asserted', 'it rests on this log');
      assert.equal(await claimState(page, 'program'), 'proven', 'it rests on another');
    }),
  );

  it(
    'a history told anew, signed with the same keys, is seen by who was here before',
    play('trust: fork', async (stage) => {
      const { server, answer } = await ownSite(stage);
      const { page } = await stage.visit(phone, { url: server.url, locale: 'fr-FR' });
      const kept = join(server.data, 'kept');
      await rewritten(server, (ledger) => cpSync(ledger, kept, { recursive: true }));
      await answer('cats', 'They sell my cat');
      assert.equal((await check(page)).state, 'good');
      await rewritten(server, (ledger) => {
        rmSync(ledger, { recursive: true });
        cpSync(kept, ledger, { recursive: true });
      });
      assert.match((await check(page)).text, /moins que lors de votre dernier passage/);
      await answer('dogs', 'They sell my dog');
      assert.match((await check(page)).text, /n’est pas l’histoire que votre navigateur avait vue/);
      const { page: stranger } = await stage.visit(desktop, { url: server.url });
      assert.equal((await check(stranger)).state, 'good', 'that is what witnesses are for');
    }),
  );

  it(
    'the answers are followed from Mastodon, and a withdrawn one is listed no more',
    play('trust: followed', async (stage) => {
      const address = (port) => `localhost:${port}`;
      const config = (port) =>
        `[server]\npublic_url = "http://${address(port)}"\n[fediverse]\nallowed_hosts = "${address(port)}"\n`;
      const { server, answer } = await ownSite(stage, { config });
      await answer('cats', 'They sell my cat');
      const { page } = await stage.visit(phone, { url: server.url, locale: 'fr-FR' });
      await check(page);
      const box = page.locator('#trust-follow');
      assert.equal(await box.locator('code').innerText(), `@trust@${address(server.port)}`);
      await box.getByRole('button', { name: 'Copier l’adresse' }).click();
      await page.getByText('Copié').waitFor();
      await answer('cats', 'They sell my cat', { withdrawn: true });
      await check(page);
      assert.equal(await page.locator('a[href="/trust/rumours/cats"]').count(), 0);
      await page.goto('/trust/rumours/cats');
      await page.getByText('Retirée').first().waitFor();

      const { server: off } = await ownSite(stage);
      const { page: elsewhere } = await stage.visit(desktop, { url: off.url });
      await check(elsewhere);
      await elsewhere.getByText('can’t be followed from Mastodon: it has no public address').waitFor();
    }),
  );
});
