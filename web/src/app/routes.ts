// The map of the client. One line a page; each loads only what it shows.
import type { Route } from './router.svelte';

const feed = () => import('../feed/FeedPage.svelte');

export const routes: readonly Route[] = [
  { pattern: '/', load: feed, stage: true },
  { pattern: '/following', load: feed, stage: true },
  { pattern: '/topic/:topic', load: feed, stage: true },
  { pattern: '/v/:video', load: feed, stage: true },
];
