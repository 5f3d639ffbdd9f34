// The trust centre's own words: they come with its pages, not with the first screen.
import { language } from '../i18n/index.svelte';
import { typeset } from '../i18n/french_spaces';
import type { Shape } from '../i18n/words';
import en from './words.en';
import french from './words.fr';

export type TrustWords = Shape<typeof en>;
const fr = typeset(french) as TrustWords;

// `tt.title`: reactive, as `t` is.
export const tt: TrustWords = new Proxy({} as TrustWords, {
  get: (_, part) => (language() === 'fr' ? fr : (en as TrustWords))[part as keyof TrustWords],
});
