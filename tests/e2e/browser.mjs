// Chromium as a person holds it. Everything a page says or asks for is recorded, and a test fails
// on a broken security policy, a script error, or a request to anybody else's host.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { root } from './server.mjs';
import { undeclaredRequests, undeclaredStores } from './traffic.mjs';

const require = createRequire(`${root}/web/package.json`);
const { chromium } = require('playwright-core');
const axe_path = require.resolve('axe-core/axe.min.js');

// The same server under a name that browsers do not trust as they trust localhost: what a phone in the
// living room meets at http://192.168.1.20:8080.
export const kPlainHost = 'soleil.lan';

const kFlags = [
  `--host-resolver-rules=MAP ${kPlainHost} 127.0.0.1`,
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--autoplay-policy=user-gesture-required',
];

export const phone = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
  deviceScaleFactor: 2,
};
export const desktop = { viewport: { width: 1440, height: 900 } };

export function launch() {
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  return chromium.launch({ executablePath, args: kFlags, headless: true });
}

export class Visitor {
  /** A browser profile of its own on the server at `url`. */
  static async open(browser, url, screen = phone, options = {}) {
    const context = await browser.newContext({
      ...screen,
      locale: 'en-GB',
      timezoneId: 'Europe/Paris',
      baseURL: url,
      ...options,
    });
    context.setDefaultTimeout(15_000);
    const visitor = new Visitor(context, url);
    await visitor.newTab();
    return visitor;
  }

  constructor(context, url) {
    this.context = context;
    this.url = url;
    this.requests = [];
    this.complaints = [];
    context.on('request', (request) => this.requests.push(request));
  }

  async newTab() {
    this.page = await this.context.newPage();
    this.page.on('pageerror', (error) => this.complaints.push(`a script failed: ${error.stack}`));
    this.page.on('console', (message) => {
      if (/content security policy|refused to (load|execute|apply|connect)/i.test(message.text())) {
        this.complaints.push(`policy: ${message.text()}`);
      }
    });
    return this.page;
  }

  /** The visitor as the account that `api` is signed in as. */
  async become(api) {
    const cookies = [...api.cookies].map(([name, value]) => ({ name, value, url: this.url }));
    await this.context.addCookies(cookies);
  }

  /** Serious and critical findings of axe under WCAG 2.2 AA, as text. */
  async axe() {
    await this.page.evaluate(() =>
      Promise.all(
        document
          .getAnimations()
          .filter((a) => a.effect?.getTiming().iterations !== Infinity)
          .map((a) => a.finished.catch(() => undefined)),
      ),
    );
    const session = await this.context.newCDPSession(this.page);
    const { readFileSync } = await import('node:fs');
    const source = `${readFileSync(axe_path, 'utf8')};undefined`;
    await session.send('Runtime.evaluate', { expression: source });
    const results = await this.page.evaluate(() =>
      globalThis.axe.run(document, {
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
        resultTypes: ['violations'],
      }),
    );
    return results.violations
      .filter((v) => v.impact === 'serious' || v.impact === 'critical')
      .map((v) => `${v.id}: ${v.help}\n    ${v.nodes.map((n) => n.html).join('\n    ')}`);
  }

  async assertCleanHands() {
    const own = new URL(this.url).host;
    const strangers = this.requests
      .map((request) => new URL(request.url()))
      .filter((url) => /^(https?|wss?):$/.test(url.protocol) && url.host !== own)
      .map((url) => url.href);
    assert.deepEqual(strangers, [], 'requests to other hosts');
    assert.deepEqual(this.complaints, [], 'what the browser complained of');
    assert.deepEqual(undeclaredRequests(this.requests), [], 'sent, but told nowhere');
    const kept = await undeclaredStores(this.context, this.page);
    assert.deepEqual(kept, [], 'kept in the browser, but not in docs/data_inventory.json');
  }

  async close() {
    await this.context.close();
  }
}

/** Runs one scene; a failure leaves a picture of every open page under build/e2e. */
export function scene(visitors, name, play) {
  return async () => {
    try {
      await play();
      for (const visitor of visitors()) await visitor.assertCleanHands();
    } catch (error) {
      mkdirSync(`${root}/build/e2e`, { recursive: true });
      const file = name.replace(/[^a-z0-9]+/gi, '-');
      for (const [number, visitor] of visitors().entries()) {
        const path = `${root}/build/e2e/${file}-${number}.png`;
        await visitor.page.screenshot({ path }).catch(() => undefined);
        error.message += `\n  picture: ${path} (${visitor.page.url()})`;
      }
      throw error;
    }
  };
}
