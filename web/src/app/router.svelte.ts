// A history router in a page of code: a path pattern names a lazily loaded page.
import type { Component } from 'svelte';

export type Params = Record<string, string>;
// Every page is given `params`, those of its path; many have no use for them.
export type Page = Component<any>;

export interface Route {
  pattern: string; // "/v/:id"; "/@:handle"
  load: () => Promise<{ default: Page }>;
  stage?: boolean; // full-screen and dark: the feed
}

export interface Match {
  route: Route;
  params: Params;
}

export function match_path(routes: readonly Route[], path: string): Match | undefined {
  for (const route of routes) {
    const params = match_pattern(route.pattern, path);
    if (params) return { route, params };
  }
  return undefined;
}

function match_pattern(pattern: string, path: string): Params | undefined {
  const wanted = pattern.split('/');
  const given = path.replace(/(.)\/$/, '$1').split('/');
  if (wanted.length !== given.length) return undefined;
  const params: Params = {};
  for (const [i, part] of wanted.entries()) {
    const colon = part.indexOf(':');
    const text = given[i] ?? '';
    if (colon < 0) {
      if (part !== text) return undefined;
    } else {
      if (!text.startsWith(part.slice(0, colon)) || text.length === colon) return undefined;
      try {
        params[part.slice(colon + 1)] = decodeURIComponent(text.slice(colon));
      } catch {
        return undefined;
      }
    }
  }
  return params;
}

class Place {
  path = $state(location.pathname);
  search = $state(location.search);
  hash = $state(location.hash);
}
export const place = new Place();

function read() {
  place.path = location.pathname;
  place.search = location.search;
  place.hash = location.hash;
}

// Every visit keeps how far it was scrolled, so that "back" returns to the same line.
export function go(to: string, { replace = false } = {}) {
  const url = new URL(to, location.href);
  if (url.origin !== location.origin) {
    location.href = url.href;
    return;
  }
  if (replace) history.replaceState(null, '', url);
  else {
    history.replaceState({ ...history.state, scroll_px: scrollY }, '');
    history.pushState(null, '', url);
  }
  read();
  if (!replace) scrollTo(0, 0);
}

// Changes the address without a visit: the feed names the clip that is playing.
export function rename_place(path: string) {
  history.replaceState(history.state, '', path);
}

addEventListener('popstate', (event) => {
  read();
  const scroll_px: number = event.state?.scroll_px ?? 0;
  requestAnimationFrame(() => requestAnimationFrame(() => scrollTo(0, scroll_px)));
});

// Pages and files that the server makes, for readers without script as well.
const kServerPages = /^\/(api|media|oembed|embed|ledger|orders|transparency|rumours\.atom)\b/;

// Plain links work: one listener turns clicks on our own addresses into visits.
addEventListener('click', (event) => {
  if (event.defaultPrevented || event.button !== 0) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = (event.target as Element | null)?.closest?.('a[href]') as HTMLAnchorElement | null;
  if (!link || link.target || link.hasAttribute('download') || link.origin !== location.origin)
    return;
  if (kServerPages.test(link.pathname)) return;
  if (link.pathname === location.pathname && link.hash) return;
  event.preventDefault();
  go(link.href);
});
