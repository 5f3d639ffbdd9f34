// Doors and settings.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { desktop, phone } from './browser.mjs';
import { freshHandle, play } from './stage.mjs';

describe('people', () => {
  it(
    "the administrator's link leads through the first run, once",
    play('welcome', async (stage) => {
      const server = await stage.ownServer();
      const link = await server.welcomeLink();
      const { page } = await stage.visit(desktop, { url: server.url });
      await page.goto(link);
      await page.getByRole('heading', { name: /what should people call you/i }).waitFor();
      assert.ok(!page.url().includes('#'), 'the spent token left the address');
      await page.getByLabel('Name people read').fill('Keeper of the lamp');
      await page.getByRole('button', { name: 'Save and go on' }).click();
      await page.getByLabel('New password').fill('the lamp is lit');
      await page.getByRole('button', { name: 'Save and go on' }).click();
      await page.getByRole('heading', { name: 'Who may join' }).waitFor();
      await page.getByRole('button', { name: 'Next' }).click();
      await page.getByRole('heading', { name: 'Where things live' }).waitFor();
      await page.getByRole('button', { name: 'Next' }).click();
      await page.getByRole('button', { name: 'Upload a clip' }).waitFor();
      await page.goto('/settings');
      await page.getByText('Administrator').first().waitFor();
      assert.equal(await page.getByLabel('Name people read').inputValue(), 'Keeper of the lamp');

      const late = await stage.visit(phone, { url: server.url });
      await late.page.goto(link);
      await late.page.getByRole('heading', { name: /does not open anything/ }).waitFor();
    }),
  );

  it(
    'the administrator’s account goes on in the language of the first visit',
    play('welcome-french', async (stage) => {
      const server = await stage.ownServer();
      const { page } = await stage.visit(phone, { url: server.url, locale: 'fr-FR' });
      await page.goto(await server.welcomeLink());
      await page.getByRole('heading', { name: 'Bienvenue dans votre Soleil' }).waitFor();
      await page.waitForLoadState('networkidle');
      await page.goto('/console');
      await page.getByRole('heading', { name: 'Tout va bien' }).waitFor();
    }),
  );

  it(
    'signs out, signs in again, and ends another session',
    play('sessions', async (stage) => {
      const api = await stage.member('twice');
      const { page } = await stage.visit(phone);
      await page.goto('/sign-in?back=/settings');
      await page.getByLabel('Name').fill(`@${api.handle.toUpperCase()}`);
      await page.getByLabel('Password', { exact: true }).fill('a sunny password');
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
      await page.getByText('This device').waitFor();
      await page.getByRole('button', { name: /Sign out there/ }).click();
      await page.getByText('That device was signed out.').waitFor();
      const session = await api.json('GET', '/api/v1/session');
      assert.equal(session.account, undefined, 'the other session has ended');
      await page.getByRole('button', { name: 'Sign out', exact: true }).click();
      await page.waitForURL((url) => url.pathname === '/');
      await page.goto('/settings');
      await page.getByRole('link', { name: 'Sign in' }).first().waitFor();
    }),
  );

  it(
    'says what is wrong with a registration',
    play('registration', async (stage) => {
      const taken = await stage.member('taken');
      const { page } = await stage.visit(phone);
      await page.goto('/register');
      await page.getByLabel('Your name here').fill('No Spaces!');
      await page.getByLabel('Password', { exact: true }).fill('short');
      await page.getByRole('button', { name: 'Make my account' }).click();
      await page.getByText('Use 3 to 30 small letters').waitFor();
      await page.getByText('5 more characters to go').waitFor();
      await page.getByLabel('Your name here').fill(taken.handle);
      await page.getByLabel('Password', { exact: true }).fill('long enough now');
      await page.getByRole('button', { name: 'Make my account' }).click();
      await page.getByText('Somebody already has this name').waitFor();
      await page.getByLabel('Your name here').fill(freshHandle('free'));
      await page.getByRole('button', { name: 'Make my account' }).click();
      await page.waitForURL((url) => url.pathname === '/');
    }),
  );

  it(
    'erases an account: asked twice, with the password, and nobody is left',
    play('erase', async (stage) => {
      const api = await stage.member('leaver');
      const visitor = await stage.visit(phone);
      const { page } = visitor;
      await visitor.become(api);
      await page.goto('/settings');
      await page.getByRole('button', { name: 'Erase my account…' }).click();
      await page.getByLabel('Your password, to be sure').fill('not this one');
      await page.getByRole('button', { name: 'Yes, erase it all' }).click();
      await page.getByText('The current password is not the right one.').waitFor();
      assert.deepEqual(await visitor.axe(), []);
      await page.getByLabel('Your password, to be sure').fill('a sunny password');
      await page.getByRole('button', { name: 'Yes, erase it all' }).click();
      await page.getByText('Erased, and your key is destroyed').waitFor();
      await page.goto('/settings');
      await page.getByRole('link', { name: 'Sign in' }).first().waitFor();
      const gone = await api.call('GET', `/api/v1/accounts/${api.handle}`);
      assert.equal(gone.status, 404);
    }),
  );
});
