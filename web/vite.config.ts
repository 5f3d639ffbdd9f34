import { resolve } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { world_plugin } from './scripts/world.ts';

const server = process.env.SOLEIL_URL ?? 'http://localhost:8080';
const proxied = Object.fromEntries(['/api', '/media', '/oembed'].map((path) => [path, server]));

// The first screen is the shell and the feed: one script and one style, not forty small ones. On a
// slow phone each file costs its place in a queue of six.
const starts = ['src/main.ts', 'src/feed/FeedPage.svelte'];
interface Graph {
  getModuleInfo(id: string): { importedIds: readonly string[] } | null;
}
const first = new Set<string>();
function reach(id: string, graph: Graph) {
  if (first.has(id)) return;
  first.add(id);
  for (const below of graph.getModuleInfo(id)?.importedIds ?? []) reach(below, graph);
}
function first_screen(id: string, graph: Graph): string | undefined {
  if (!first.size) for (const start of starts) reach(resolve(import.meta.dirname, start), graph);
  return first.has(id) ? 'first' : undefined;
}

export default defineConfig({
  plugins: [svelte(), world_plugin()],
  // The server sends a strict Content-Security-Policy: nothing inline, so nothing is inlined here.
  build: {
    target: 'es2022',
    manifest: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [{ name: first_screen }],
        },
      },
    },
  },
  server: { proxy: proxied },
  preview: { proxy: proxied },
  resolve: process.env.VITEST ? { conditions: ['browser'] } : {},
  test: { environment: 'happy-dom', include: ['src/**/*.test.ts'] },
});
