// Somebody of the staff reads something private: two others approve, the person is told at once.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { desktop, phone } from './browser.mjs';
import { administrator, play } from './stage.mjs';

const kFirefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0';

// Two moderators beside the administrator, who is one of those that approve.
async function staff(stage) {
  const admin = administrator();
  const both = [await stage.member('mod'), await stage.member('mod')];
  for (const one of both)
    await admin.json('PUT', `/api/v1/admin/accounts/${one.handle}/role`, { role: 'moderator' });
  return { admin, asks: both[0], approves: both[1] };
}

async function signIn(page, handle) {
  await page.goto('/sign-in');
  await page.getByLabel('Name').fill(handle);
  await page.getByLabel('Password', { exact: true }).fill('a sunny password');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL((url) => url.pathname === '/');
}

describe('touches', () => {
  it(
    'who is read is told within moments, and finds the access in the public log',
    play('touched', async (stage) => {
      const { admin, asks, approves } = await staff(stage);
      const ada = await stage.member('read');
      const { page } = await stage.visit(phone);
      await signIn(page, ada.handle);
      await page.goto('/settings/touches');
      await page.getByRole('heading', { name: 'Nobody has read anything' }).waitFor();
      await page.waitForResponse((answer) => answer.url().endsWith('/me/events'));
      const ask = { handle: ada.handle, case: 'ticket 12', reason: 'support', scope: ['devices'] };
      const { request } = await asks.json('POST', '/api/v1/admin/access', { ...ask, country: 'FR' });
      for (const one of [approves, admin])
        await one.json('POST', `/api/v1/admin/access/${request.id}/approve`);
      await page.getByText('Somebody of the staff was allowed to read').waitFor();
      await page.getByRole('heading', { name: 'To help you' }).waitFor();
      await page.getByText('Moderator, office in France').waitFor();
      await page.getByText('None is missing').waitFor();
      const file = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Download my file' }).click();
      assert.equal((await file).suggestedFilename(), 'soleil-person.json');
    }),
  );

  it(
    'a moderator asks from the console, two others approve there, and the words open',
    play('access', async (stage) => {
      const { asks, approves, admin } = await staff(stage);
      const ada = await stage.member('read');
      const me = { handle: ada.handle, password: 'a sunny password' };
      await ada.call('POST', '/api/v1/session', me, { 'user-agent': kFirefox });
      const { page } = await stage.visit(desktop, { locale: 'fr-FR' });
      await page.goto('/sign-in?back=/console/access');
      await page.getByLabel('Nom', { exact: true }).fill(asks.handle);
      await page.getByLabel('Mot de passe', { exact: true }).fill('a sunny password');
      await page.getByRole('button', { name: 'Se connecter', exact: true }).click();
      await page.getByRole('button', { name: 'Demander un accès' }).click();
      await page.getByLabel('Nom du compte').fill(ada.handle);
      await page.getByLabel('Dossier').fill('ticket 13');
      await page.getByLabel('Appareils').check();
      await page.getByLabel('Pays de votre bureau').fill('fr');
      await page.getByRole('button', { name: 'Demander', exact: true }).click();
      const card = page.getByRole('listitem').filter({ hasText: ada.handle });
      await card.getByText('0 approbation sur 2').waitFor();
      const { requests } = await asks.json('GET', '/api/v1/admin/access');
      const { id } = requests.find((one) => one.about === ada.handle);
      for (const one of [approves, admin])
        await one.json('POST', `/api/v1/admin/access/${id}/approve`);
      await page.reload(); // in the account's own language from here on
      await card.getByRole('button', { name: 'Open and read' }).click();
      await card.getByText('Firefox on Linux').waitFor();
    }),
  );
});
