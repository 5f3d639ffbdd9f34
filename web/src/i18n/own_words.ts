// Words of pages that few people open: they come with those pages, not with the first screen.
import { language } from './index.svelte';
import { typeset } from './french_spaces';
import type { Shape } from './words';

/** Reactive, as `t` is. */
export function own_words<T extends object>(en: T, french: Shape<T>): Shape<T> {
  const fr = typeset(french) as Shape<T>;
  return new Proxy({} as Shape<T>, {
    get: (_, part) => (language() === 'fr' ? fr : (en as Shape<T>))[part as keyof Shape<T>],
  });
}
