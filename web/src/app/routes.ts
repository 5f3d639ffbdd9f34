// The map of the client. One line a page; each loads only what it shows.
import type { Route } from './router.svelte';

const feed = () => import('../feed/FeedPage.svelte');
const videos = () => import('../profile/VideosPage.svelte');
const console_page = () => import('../moderate/ConsolePage.svelte');

export const routes: readonly Route[] = [
  { pattern: '/', load: feed, stage: true },
  { pattern: '/following', load: feed, stage: true },
  { pattern: '/topic/:topic', load: feed, stage: true },
  { pattern: '/v/:video', load: feed, stage: true },
  { pattern: '/upload', load: () => import('../upload/UploadPage.svelte') },
  { pattern: '/videos', load: videos },
  { pattern: '/videos/:tab', load: videos },
  { pattern: '/@:handle', load: () => import('../profile/ProfilePage.svelte') },
  { pattern: '/sound/:sound', load: () => import('../profile/SoundPage.svelte') },
  { pattern: '/tag/:tag', load: () => import('../profile/TagPage.svelte') },
  { pattern: '/topics', load: () => import('../profile/TopicsPage.svelte') },
  { pattern: '/search', load: () => import('../profile/SearchPage.svelte') },
  { pattern: '/sign-in', load: () => import('../people/SignInPage.svelte') },
  { pattern: '/register', load: () => import('../people/RegisterPage.svelte') },
  { pattern: '/welcome', load: () => import('../people/WelcomePage.svelte') },
  { pattern: '/settings', load: () => import('../people/SettingsPage.svelte') },
  { pattern: '/settings/touches', load: () => import('../touches/TouchesPage.svelte') },
  { pattern: '/settings/home', load: () => import('../mine/HomePage.svelte') },
  { pattern: '/settings/reports', load: () => import('../mine/ReportsPage.svelte') },
  { pattern: '/settings/feed', load: () => import('../controls/FeedSettingsPage.svelte') },
  { pattern: '/about/feed', load: () => import('../controls/AboutFeedPage.svelte') },
  { pattern: '/about/data', load: () => import('../data/DataPage.svelte') },
  { pattern: '/trust', load: () => import('../trust/TrustPage.svelte') },
  { pattern: '/trust/log/:log', load: () => import('../trust/LogPage.svelte') },
  { pattern: '/trust/rumours/:rumour', load: () => import('../trust/RumourPage.svelte') },
  { pattern: '/console', load: console_page },
  { pattern: '/console/:tab', load: console_page },
];
