// The register of requests: one administrator drafts, another approves, and the public page tells
// it; what may not be told yet is counted.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { Api } from './api.mjs';
import { desktop, phone } from './browser.mjs';
import { play } from './stage.mjs';

const kLetter = Buffer.from('In the matter of a short video');

/** Two administrators of a server of our own, each in a browser. */
async function openTwoConsoles(stage) {
  const server = await stage.ownServer();
  const admin = new Api(server.url);
  await admin.useLink(await server.welcomeLink());
  const second = new Api(server.url);
  await second.register('second.admin');
  await admin.json('PUT', '/api/v1/admin/accounts/second.admin/role', { role: 'administrator' });
  const consoles = [];
  for (const [who, screen] of [
    [admin, desktop],
    [second, phone],
  ]) {
    const visitor = await stage.visit(screen, { url: server.url });
    await visitor.become(who);
    await visitor.page.goto('/console/requests');
    await visitor.page.getByRole('heading', { name: 'No requests' }).waitFor();
    consoles.push(visitor);
  }
  return { server, one: consoles[0].page, other: consoles[1].page, visitors: consoles };
}

async function fill(page, { authority, kind, accounts, sealed_until }) {
  await page.getByRole('button', { name: 'Enter a request' }).click();
  const form = page.getByRole('form', { name: 'Enter a request' });
  await form.getByLabel('Authority or court').fill(authority);
  await form.getByLabel('Its country').selectOption('US');
  await form.getByLabel('Kind of request').selectOption(kind);
  await form.getByLabel('Accounts it names').fill(accounts);
  await form
    .getByLabel('Choose the file')
    .setInputFiles({ name: 'letter.pdf', mimeType: 'application/pdf', buffer: kLetter });
  const hash = createHash('sha256').update(kLetter).digest('hex');
  await page.waitForFunction(
    (wanted) => [...document.querySelectorAll('input')].some((field) => field.value === wanted),
    hash,
  );
  if (sealed_until) {
    await form.getByRole('radio', { name: 'Not yet: a law or a court forbids it' }).check();
    await form.getByLabel('It may be told from this day on').fill(sealed_until);
  }
  await form.getByRole('button', { name: 'Draft it' }).click();
  return form;
}

const card = (page, authority) => page.getByRole('article', { name: authority });

async function approve(page, authority) {
  await page.reload();
  await card(page, authority).getByRole('button', { name: 'Approve' }).click();
  await card(page, authority).getByRole('button', { name: 'Yes, approve' }).click();
}

async function answer(page, authority) {
  await page.reload();
  await card(page, authority).getByRole('button', { name: 'Answer it' }).click();
  const form = page.getByRole('form', { name: `Answer to ${authority}` });
  await form.getByRole('radio', { name: 'Followed in part' }).check();
  await form.getByLabel('Accounts whose data were given').fill('2');
  await form.getByRole('button', { name: 'Draft it' }).click();
  await card(page, authority).getByText('Waits for a second person').waitFor();
}

async function readReport(visitor, half) {
  const { page } = visitor;
  await page.goto('/transparency?lang=fr');
  await page.getByRole('heading', { name: 'Transparence' }).waitFor();
  await page.goto(`/transparency/${half}?lang=en`);
  const row = page.getByRole('row', { name: /^US / }).first();
  assert.deepEqual(await row.getByRole('cell').allTextContents(), ['1', '0', '1', '3', '1 (100 %)']);
  await page.getByText('One request of this half year may not be told yet.').waitFor();
  await page.getByText('Each request (1)').click();
  await page.getByRole('heading', { name: 'District Court of Sunnyville' }).waitFor();
  assert.ok(!(await page.content()).includes('Secret Court'), 'what may not be told is not told');
  assert.deepEqual(await visitor.axe(), []);
}

describe('requests', () => {
  it(
    'two people enter and answer a request, and everybody can read the report',
    play('requests', async (stage) => {
      const { one, other, visitors } = await openTwoConsoles(stage);
      const court = 'District Court of Sunnyville';
      const form = await fill(one, { authority: `${court}, about @ada`, kind: 'warrant', accounts: '3' });
      await form.getByText(/Name the office only/).waitFor();
      await form.getByLabel('Authority or court').fill(court);
      await form.getByRole('button', { name: 'Draft it' }).click();
      await card(one, court).getByText('You drafted this').waitFor();
      assert.equal(await card(one, court).getByRole('button', { name: 'Approve' }).count(), 0);

      await approve(other, court);
      await card(other, court).getByText('In the public log').waitFor();
      await answer(other, court);
      await approve(one, court);
      await card(one, court).getByText('Given to').waitFor();

      const gag = { authority: 'Secret Court', kind: 'emergency', accounts: '1', sealed_until: '2035-01-01' };
      await fill(one, gag);
      await card(one, 'Secret Court').waitFor();
      await approve(other, 'Secret Court');
      await card(other, 'Secret Court').getByText('Sealed in the log').waitFor();
      await card(other, 'Secret Court').getByRole('button', { name: 'Move the day' }).click();
      const move = other.getByRole('form', { name: 'Move the day on which it may be told' });
      await move.getByLabel('It may be told from this day on').fill('2036-02-03');
      await move.getByLabel('SHA-256 of it').fill('c'.repeat(64));
      assert.deepEqual(await visitors[1].axe(), [], 'the console on a phone');
      await move.getByRole('button', { name: 'Draft it' }).click();
      await card(other, 'Secret Court').getByText('You drafted this').waitFor();
      await approve(one, 'Secret Court');
      await card(one, 'Secret Court').getByText('May not be told before').waitFor();
      assert.match(await card(one, 'Secret Court').innerText(), /2036/);

      const now = new Date();
      await readReport(visitors[1], `${now.getFullYear()}-H${now.getMonth() < 6 ? 1 : 2}`);
    }),
  );
});
