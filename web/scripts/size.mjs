// What a first visit downloads as script and style before the player: the limit is a promise.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const limit_kb = 90;
const dist = new URL('../dist/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'));
const zipped = (file) => gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length;

// The first screen is the feed in one language; the player's library comes with the first clip.
const first = ['index.html', 'src/feed/FeedPage.svelte', 'src/i18n/en.ts'];
const scripts = new Set(), styles = new Set();
function add(key) {
  const chunk = manifest[key];
  if (!chunk || scripts.has(chunk.file)) return;
  scripts.add(chunk.file);
  for (const file of chunk.css ?? []) styles.add(file);
  for (const below of chunk.imports ?? []) add(below);
}
first.forEach(add);

const kb = (files) => [...files].reduce((sum, file) => sum + zipped(file), 0) / 1000;
const js_kb = kb(scripts), css_kb = kb(styles);
console.log(`size js_kb=${js_kb.toFixed(1)} css_kb=${css_kb.toFixed(1)} limit_kb=${limit_kb}`);
if (js_kb > limit_kb) {
  console.error(`size: ${js_kb.toFixed(1)} kB of initial script is over ${limit_kb} kB`);
  process.exit(1);
}
