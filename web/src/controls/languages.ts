// Names of languages, in the reader's own.
import { language } from '../i18n/index.svelte';

export const offered_languages = [
  'en', 'fr', 'es', 'de', 'it', 'pt', 'nl', 'pl', 'sv', 'tr', 'ar', 'he', 'hi', 'ja', 'ko', 'zh',
];

export function language_name(code: string): string {
  try {
    return new Intl.DisplayNames(language(), { type: 'language' }).of(code) ?? code;
  } catch {
    return code; // not a code that anybody knows
  }
}
