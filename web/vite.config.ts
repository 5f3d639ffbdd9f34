import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

const server = process.env.SOLEIL_URL ?? 'http://localhost:8080';
const proxied = Object.fromEntries(['/api', '/media', '/oembed'].map((path) => [path, server]));

export default defineConfig({
  plugins: [svelte()],
  // The server sends a strict Content-Security-Policy: nothing inline, so nothing is inlined here.
  build: { target: 'es2022', manifest: true, assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  server: { proxy: proxied },
  preview: { proxy: proxied },
  resolve: process.env.VITEST ? { conditions: ['browser'] } : {},
  test: { environment: 'happy-dom', include: ['src/**/*.test.ts'] },
});
