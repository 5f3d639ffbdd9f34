// What the menus offer: pages that exist, for the person who is here.
import { here } from '../api/session.svelte';
import { t } from '../i18n/index.svelte';
import type { IconName } from '../ui/Icon.svelte';
import { match_path } from './router.svelte';
import { routes } from './routes';

export interface Entry {
  path: string;
  label: string;
  icon: IconName;
  also?: string[]; // other places where it is the current one
}

const there = (entry: Entry) => match_path(routes, entry.path) !== undefined;

function mine(): Entry {
  const me = here.me;
  return me
    ? { path: `/@${me.handle}`, label: t.app.profile, icon: 'person' }
    : { path: '/sign-in', label: t.app.sign_in_short, icon: 'person', also: ['/register'] };
}

// The phone's bar: five at most.
export function bar_entries(): Entry[] {
  return [
    { path: '/', label: t.app.home, icon: 'home', also: ['/following', '/topic', '/v'] } as Entry,
    { path: '/search', label: t.app.search, icon: 'search', also: ['/topics', '/tag'] } as Entry,
    { path: '/upload', label: t.app.upload, icon: 'plus' } as Entry,
    { path: '/videos', label: t.app.my_videos, icon: 'film' } as Entry,
    mine(),
  ].filter(there);
}

// The desktop's rail: everything.
export function rail_entries(): Entry[] {
  const entries: Entry[] = [
    { path: '/', label: t.app.for_you, icon: 'home', also: ['/v'] },
    { path: '/following', label: t.app.following, icon: 'people' },
    { path: '/topics', label: t.app.topics, icon: 'tag', also: ['/topic', '/tag'] },
    { path: '/search', label: t.app.search, icon: 'search' },
    { path: '/upload', label: t.app.upload, icon: 'upload' },
  ];
  if (here.me) entries.push({ path: '/videos', label: t.app.my_videos, icon: 'film' });
  entries.push(
    mine(),
    { path: '/settings', label: t.app.settings, icon: 'gear' },
    { path: '/trust', label: t.app.trust, icon: 'check' },
  );
  if (here.is_staff) entries.push({ path: '/console', label: t.app.console, icon: 'shield' });
  return entries.filter(there);
}

export function is_current(entry: Entry, path: string): boolean {
  if (path === entry.path) return true;
  return [...(entry.also ?? []), ...(entry.path === '/' ? [] : [entry.path])].some(
    (start) => path === start || path.startsWith(`${start}/`),
  );
}
