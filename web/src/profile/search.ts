// What a search found, by kind.
import type { Answer } from '../api/types';
import { t } from '../i18n/index.svelte';

export type Found = Answer<'get', '/api/v1/search'>;
export type SearchTab = 'all' | 'videos' | 'people' | 'tags' | 'sounds';

const kKinds = ['videos', 'people', 'tags', 'sounds'] as const;

export function found_in(found: Found, tab: SearchTab): number {
  if (tab !== 'all') return found[tab].length;
  return kKinds.reduce((sum, kind) => sum + found[kind].length, 0);
}

/** Tabs for what there is. */
export function tabs_of(found: Found): { value: SearchTab; label: string }[] {
  const kinds = kKinds.filter((kind) => found[kind].length > 0);
  return (['all', ...kinds] as const).map((value) => ({ value, label: t.profile.search[value] }));
}
