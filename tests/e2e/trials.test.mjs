// The console's experiments: a wrong recipe is told with its line, a right one runs, an experiment
// starts and ends.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { desktop } from './browser.mjs';
import { play } from './stage.mjs';

async function openConsole(stage) {
  const server = await stage.ownServer();
  const link = await server.welcomeLink();
  const visitor = await stage.visit(desktop, { url: server.url });
  await visitor.page.goto(link);
  await visitor.page.getByRole('heading', { name: /what should people call you/i }).waitFor();
  await visitor.page.goto('/console/trials');
  await visitor.page.getByRole('heading', { name: 'No experiment' }).waitFor();
  return { server, visitor, page: visitor.page };
}

describe('trials', () => {
  it(
    'a recipe is checked and put in force, an experiment begins and ends',
    play('trials', async (stage) => {
      const { server, page } = await openConsole(stage);
      const recipe = async () => (await fetch(`${server.url}/api/v1/feed/recipe`)).json();
      const before = await recipe();
      const card = page.getByRole('article', { name: 'for_you', exact: true });
      await card.getByRole('button', { name: 'Change' }).click();
      const text = card.getByLabel('As TOML');
      const right = await text.inputValue();
      await text.fill(right.replace('fresh = 120', 'frehs = 120'));
      await card.getByRole('button', { name: 'Check and put in force' }).click();
      await card.getByText(/line \d+: there is no source 'frehs'/).waitFor();
      assert.equal((await recipe()).hash, before.hash, 'a wrong recipe changes nothing');
      await text.fill(right.replace('fresh = 120', 'fresh = 121'));
      await card.getByRole('button', { name: 'Check and put in force' }).click();
      await card.getByText('from a file').waitFor();
      assert.match((await recipe()).toml, /fresh = 121/);

      await page.getByRole('button', { name: 'Another recipe' }).click();
      await page.getByLabel('Name').fill('for_you_b');
      await page.getByRole('button', { name: 'Check and put in force' }).click();
      await page.getByRole('article', { name: 'for_you_b' }).waitFor();
      await page.getByRole('button', { name: 'Another experiment' }).click();
      await page.getByLabel('Name').fill('summer');
      await page.getByRole('button', { name: 'Check and put in force' }).click();
      const trial = page.getByRole('article', { name: /summer/ });
      await trial.getByText('running').waitFor();
      await trial.getByRole('heading', { name: 'other against as_it_is' }).waitFor();
      await trial.getByRole('button', { name: 'End it' }).click();
      await trial.getByRole('button', { name: 'End it' }).click();
      await page.getByRole('heading', { name: 'No experiment' }).waitFor();
    }),
  );
});
