// The console's map of regions, and what a server of one region says of it.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { desktop, phone } from './browser.mjs';
import { administrator, play } from './stage.mjs';

const kTwo = ['Ada Lovelace', 'Bob'];
// Drills are looked for every ten seconds at home, and told on from there every three.
const kDrill = { timeout: 40_000 };

/** Two administrators enter and approve orders: one for later, one that counts now. */
async function order(admin, second, draft) {
  const signed_on = new Date().toISOString().slice(0, 10);
  const document_sha256 = 'a'.repeat(64);
  const body = { document_sha256, signed_on, zone: 'Etc/UTC', ...draft };
  const { order: entered } = await admin.json('POST', '/api/v1/admin/orders', body);
  await second.json('POST', `/api/v1/admin/orders/${entered.id}/approve`, {});
}

async function enterOrders(regions) {
  const admin = await regions.administrator('virginia');
  const second = await regions.resident('virginia', 'second', 'CA');
  await admin.json('PUT', '/api/v1/admin/accounts/second/role', { role: 'administrator' });
  const later = { title: 'Executive Order 13942', countries: ['US'], days: 45 };
  await order(admin, second, { ...later, action: 'block_playback' });
  const now = { title: 'Order of a court', countries: ['NZ'], days: 0 };
  await order(admin, second, { ...now, action: 'block_sign_up' });
  return admin;
}

async function lookAtCountries(page) {
  const line = page.locator('.line');
  const choose = (name) => page.getByLabel('A country').selectOption({ label: name });
  await choose('United States');
  await line.getByText('United States is at home in Virginia.').first().waitFor();
  await line.getByText(/“Executive Order 13942” takes effect in 4[45] days/).waitFor();
  await choose('New Zealand');
  await line.getByText('No new accounts there, by the order “Order of a court”').first().waitFor();
  await choose('China');
  await line.getByText('Nothing is offered there, by the operator’s own choice').first().waitFor();
  await choose('Ireland');
  await line.getByText('Ireland is at home in Dublin. Everything is offered').first().waitFor();
  await choose('Brazil');
  await line.getByText('with all countries that no region names').first().waitFor();
}

const card = (page, name) => page.getByRole('article', { name });

async function looksRight(visitor) {
  assert.deepEqual(await visitor.axe(), []);
  const widths = await visitor.page.evaluate(() => [
    document.documentElement.scrollWidth,
    innerWidth,
  ]);
  assert.ok(widths[0] <= widths[1], `no sideways scrolling: ${widths}`);
}

/** Dublin's machine is lost, then Singapore's vault: both are said here, and among what is wrong. */
async function goesWrong(page, regions) {
  await regions.world.servers.dublin.stop('SIGKILL');
  await page.getByText(/Dublin has been silent for/).waitFor();
  await card(page, 'Dublin')
    .getByText(/Silent for .*it can’t be reached/)
    .waitFor();
  await card(page, 'Dublin').getByText('fewer than 20').waitFor(); // the last figures stay

  regions.keeper.kill('SIGKILL');
  await page.getByText(/The backup of Virginia does not go on/).waitFor({ timeout: 40_000 });
  await page.goto('/console');
  await page.getByText('The backup does not keep up').waitFor();
  await page.getByText('Another region is silent.').waitFor({ timeout: 40_000 });
  await page.getByText('Dublin', { exact: true }).waitFor();
}

describe('regions', () => {
  it(
    'shows every region as it stands, and notices the one that falls silent',
    play('regions', async (stage) => {
      const regions = await stage.regions();
      const admin = await enterOrders(regions);
      await regions.drill('virginia', kTwo);
      const visitor = await stage.visit(desktop, { url: regions.url('virginia') });
      const { page } = visitor;
      await visitor.become(admin);
      await page.goto('/console/regions');
      const virginia = card(page, 'Virginia');
      await virginia.getByText('all was as signed').waitFor(kDrill);
      await virginia.getByText('approved by Ada Lovelace and Bob').waitFor();
      await virginia.getByText('fewer than 20').waitFor();
      await virginia.getByText(/sec behind/).waitFor();
      await card(page, 'Dublin').getByText('never', { exact: true }).waitFor();
      await page.getByText('Nobody ever tried to restore Dublin').waitFor();
      await page.getByRole('heading', { name: 'What was learned together' }).waitFor();
      await lookAtCountries(page);
      await looksRight(visitor);

      await goesWrong(page, regions);
      const french = await stage.visit(phone, { url: regions.url('virginia') });
      await french.context.addInitScript(() => localStorage.setItem('soleil.language', 'fr'));
      await french.page.emulateMedia({ colorScheme: 'dark' });
      await french.become(admin);
      await french.page.goto('/console/regions');
      await french.page.getByText(/Dublin se tait depuis/).waitFor();
      await french.page
        .getByText('« Executive Order 13942 »')
        .first()
        .waitFor({ state: 'detached' });
      await french.page.getByText(/prend effet dans/).waitFor();
      await looksRight(french);
    }),
  );

  it(
    'names nobody of another region’s staff',
    play('regions-names', async (stage) => {
      const regions = await stage.regions();
      const admin = await regions.administrator('dublin');
      await regions.drill('virginia', kTwo);
      const visitor = await stage.visit(desktop, { url: regions.url('dublin') });
      await visitor.become(admin);
      await visitor.page.goto('/console/regions');
      await card(visitor.page, 'Virginia').getByText('approved by 2 people').waitFor(kDrill);
      assert.ok(!(await visitor.page.content()).includes('Lovelace'));
    }),
  );

  it(
    'tells a server of one region how to have more, and who has a role',
    play('one-region', async (stage) => {
      const visitor = await stage.visit(phone);
      const { page } = visitor;
      await visitor.become(administrator());
      await page.goto('/console/regions');
      await page.getByRole('heading', { name: 'One region, one home' }).waitFor();
      await page.getByText('soleil region check deployment.json').waitFor();
      await page.getByText('The region is well.').last().waitFor();
      await looksRight(visitor);
      await page.goto('/console/roles');
      await page.getByRole('link', { name: /@admin/ }).waitFor();
      await looksRight(visitor);
    }),
  );
});
