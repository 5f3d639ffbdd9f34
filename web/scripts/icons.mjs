// Draws the app's PNG icons from the mark, by Chromium. Run by hand when the mark changes.
import { readFileSync, writeFileSync } from 'node:fs';
import { chromium } from 'playwright-core';

const out = new URL('../public/', import.meta.url);
const mark = readFileSync(new URL('favicon.svg', out), 'utf8');
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
const page = await browser.newPage();

// A maskable icon keeps its middle 80 %: the mark stands inside it.
for (const [name, size, share] of [['icon-180', 180, 0.66], ['icon-192', 192, 0.66], ['icon-512', 512, 0.66], ['icon-mask-512', 512, 0.54]]) {
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(`<body style="margin:0;display:grid;place-items:center;height:100vh;background:#fff4e2">
    <div style="width:${size * share}px;line-height:0">${mark}</div></body>`);
  writeFileSync(new URL(`${name}.png`, out), await page.screenshot());
}
await browser.close();
