// Everybody can use it: axe on every page, the keyboard alone, French, less motion.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { desktop, phone } from './browser.mjs';
import { smallClip } from './clips.mjs';
import { administrator, freshHandle, play } from './stage.mjs';
import { assertAnotherVideo, assertPlaying, currentVideo } from './watching.mjs';

const kGuestPages = [
  '/sign-in',
  '/register',
  '/search',
  '/search?q=a',
  '/topics',
  '/tag/boats',
  '/@demo.gardener',
  '/settings',
  '/settings/feed',
  '/settings/touches',
  '/about/feed',
  '/about/data',
  '/trust',
  '/trust/log/policy',
  '/upload',
  '/videos',
  '/welcome',
  '/nowhere/at-all',
];
const kMemberPages = [
  '/',
  '/following',
  '/upload',
  '/videos',
  '/videos/liked',
  '/settings',
  '/console',
  '/console/jobs',
  '/console/reports',
  '/console/trials',
  '/console/access',
  '/console/orders',
  '/console/trust',
  '/console/requests',
  '/console/roles',
];

async function settled(page) {
  await page.locator('main h1, main h2, [data-current]').first().waitFor();
  await page.waitForFunction(() => !document.querySelector('main [aria-busy=true]'));
}

async function findings(visitor, paths) {
  const found = [];
  for (const path of paths) {
    await visitor.page.goto(path);
    await settled(visitor.page);
    for (const finding of await visitor.axe()) found.push(`${path}: ${finding}`);
  }
  return found;
}

async function tabTo(page, name, presses_max = 60) {
  for (let presses = 0; presses < presses_max; presses++) {
    const focused = await page.evaluate(() => {
      const e = document.activeElement;
      return e?.getAttribute('aria-label') ?? e?.labels?.[0]?.textContent ?? e?.textContent ?? '';
    });
    if (name.test(focused.trim())) return;
    await page.keyboard.press('Tab');
  }
  assert.fail(`no way to ${name} with Tab`);
}

describe('access', () => {
  for (const [name, screen, colorScheme] of [
    ['phone', phone, 'dark'],
    ['desktop', desktop, 'light'],
  ]) {
    it(
      `axe, ${name}, ${colorScheme}`,
      play(`axe-${name}`, async (stage) => {
        const guest = await stage.visit(screen, { colorScheme });
        const one = await stage.visit(screen, { colorScheme });
        await one.become(administrator());
        const found = [
          ...(await findings(guest, kGuestPages)),
          ...(await findings(one, kMemberPages)),
        ];
        assert.deepEqual(found, []);
      }),
    );
  }

  it(
    'the keyboard alone: register, watch, like, search, upload',
    play('keyboard', async (stage) => {
      const { page } = await stage.visit(desktop);
      await page.goto('/register?back=/');
      await tabTo(page, /^your name here/i);
      await page.keyboard.type(freshHandle('keys'));
      await tabTo(page, /^password/i);
      await page.keyboard.type('fingers know the way');
      await page.keyboard.press('Enter');
      await page.waitForURL((url) => url.pathname !== '/register');
      await assertPlaying(page);
      const first = await currentVideo(page);
      await page.keyboard.press('j');
      const second = await assertAnotherVideo(page, first);
      await page.keyboard.press('l');
      await page
        .locator(`[data-current][data-video="${second}"] [data-like][aria-pressed=true]`)
        .waitFor();
      await page.keyboard.press('ArrowUp');
      await assertAnotherVideo(page, second);
      await tabTo(page, /^search$/i);
      await page.keyboard.press('Enter');
      await page.getByRole('searchbox').waitFor();
      await page.keyboard.type('lantern');
      await page
        .getByRole('link', { name: /lanterns/i })
        .first()
        .waitFor();
      // The dialog is caught from the first listener on, and that takes a moment: not at the key press.
      page.on('filechooser', () => {});
      await tabTo(page, /^upload$/i, 120);
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Upload' }).waitFor();
      await tabTo(page, /^choose videos/i);
      const chooser = page.waitForEvent('filechooser');
      await page.keyboard.press('Enter');
      await (await chooser).setFiles(smallClip(4));
      await tabTo(page, /^caption/i);
      await page.keyboard.type('Made without a mouse');
      await tabTo(page, /^publish$/i);
      await page.keyboard.press('Enter');
      await page.locator('[data-out]').waitFor({ timeout: 45_000 });
    }),
  );

  it(
    'a dialog that opens another hands the keys on, and gives the focus back',
    play('dialogs', async (stage) => {
      const { page } = await stage.visit(desktop);
      await page.goto('/');
      await assertPlaying(page);
      await page.locator('[data-current] [data-more]').press('Enter');
      await page.getByRole('dialog', { name: 'This video' }).waitFor();
      await page.getByRole('button', { name: 'Report' }).press('Enter');
      const report = page.getByRole('dialog', { name: 'What is wrong with it?' });
      await report.waitFor();
      await page.keyboard.press('Escape');
      await report.waitFor({ state: 'detached' });
      const back = await page.evaluate(() => document.activeElement?.matches('[data-more]'));
      assert.equal(back, true, 'the focus is where it came from');
    }),
  );

  it(
    'a phone on its side: every button of the clip is in sight, and none of the next one',
    play('sideways', async (stage) => {
      const { page } = await stage.visit({ ...phone, viewport: { width: 740, height: 360 } });
      await page.goto('/');
      await assertPlaying(page);
      const cut = await page.evaluate(() => {
        const stage = document.querySelector('.window').getBoundingClientRect();
        const inside = (r) => r.top >= stage.top - 1 && r.bottom <= stage.bottom + 1;
        return [...document.querySelectorAll('[data-current] :is(.rail, .who, .scrubber) :is(a, button)')]
          .filter((e) => e.offsetParent && !inside(e.getBoundingClientRect()))
          .map((e) => e.getAttribute('aria-label') ?? e.textContent);
      });
      assert.deepEqual(cut, []);
      const { x, y } = await page.locator('[data-next]').boundingBox();
      const on_top = await page.evaluate(
        ([x, y]) => document.elementFromPoint(x, y)?.closest('[data-next]') !== null,
        [x + 22, y + 22],
      );
      assert.ok(on_top, 'the way on lies free');
    }),
  );

  it(
    'speaks French',
    play('french', async (stage) => {
      const { page } = await stage.visit(phone, { locale: 'fr-FR' });
      await page.goto('/sign-in');
      await page.getByRole('heading', { name: 'Content de vous revoir' }).waitFor();
      assert.equal(await page.locator('html').getAttribute('lang'), 'fr');
      await page.getByLabel('Nom').fill('personne');
      await page.getByLabel('Mot de passe', { exact: true }).fill('pas le bon du tout');
      await page.getByRole('button', { name: 'Se connecter' }).click();
      await page.getByText('Ce nom et ce mot de passe ne vont pas ensemble').waitFor();
      await page.goto('/settings');
      await page.getByRole('radio', { name: 'English' }).check();
      await page.getByRole('heading', { name: 'Settings' }).waitFor();
      await page.reload();
      await page.getByRole('heading', { name: 'Settings' }).waitFor();
    }),
  );

  it(
    'keeps still under reduced motion',
    play('still', async (stage) => {
      const { page } = await stage.visit(desktop, { reducedMotion: 'reduce' });
      await page.goto('/@demo.gardener');
      const tile = page.locator('a[href^="/v/"]').first();
      await tile.hover();
      await page.waitForTimeout(400);
      assert.equal(await tile.locator('.preview').count(), 0, 'no animated preview');
      await page.goto('/');
      await currentVideo(page);
      const moving = await page.evaluate(
        () =>
          document
            .getAnimations()
            .filter((a) => a.playState === 'running' && a.effect.getComputedTiming().duration > 20)
            .length,
      );
      assert.equal(moving, 0, 'nothing slides');
    }),
  );

  it(
    'previews come alive under the pointer otherwise',
    play('alive', async (stage) => {
      const { page } = await stage.visit(desktop);
      await page.goto('/@demo.gardener');
      const tile = page.locator('a[href^="/v/"]').first();
      await tile.hover();
      const preview = tile.locator('.preview');
      await preview.waitFor();
      await page.waitForFunction(() => document.querySelector('.preview')?.naturalWidth > 0);
    }),
  );
});
