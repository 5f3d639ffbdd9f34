// Every sentence a person reads, in their language. A catalogue is a typed object, loaded alone.
import type { Words } from './words';

export type Language = 'en' | 'fr';
export const languages: readonly Language[] = ['en', 'fr'];
export const language_names: Record<Language, string> = { en: 'English', fr: 'Français' };

const kStored = 'soleil.language';
const catalogues: Record<Language, () => Promise<{ default: Words }>> = {
  en: () => import('./en'),
  fr: () => import('./fr'),
};

const current = $state<{ language: Language; words: Words | undefined }>({
  language: 'en',
  words: undefined,
});

// `t.feed.empty`: reactive, so a switch of language redraws what shows it.
export const t: Words = new Proxy({} as Words, {
  get: (_, part) => current.words?.[part as keyof Words],
});

export function language(): Language {
  return current.language;
}

export async function use_language(wanted: Language, remember = false) {
  if (remember) localStorage.setItem(kStored, wanted);
  if (current.words && current.language === wanted) return;
  const { default: words } = await catalogues[wanted]();
  current.words = words;
  current.language = wanted;
  document.documentElement.lang = wanted;
}

export function has_chosen_language(): boolean {
  return as_language(localStorage.getItem(kStored)) !== undefined;
}

// What was chosen here, else what the browser asks for.
export function first_language(): Language {
  const asked = [localStorage.getItem(kStored), ...navigator.languages];
  for (const name of asked) {
    const known = as_language(name);
    if (known) return known;
  }
  return 'en';
}

export function as_language(name: string | null | undefined): Language | undefined {
  const short = name?.slice(0, 2).toLowerCase();
  return languages.find((known) => known === short);
}

// Numbers and dates as this language writes them.
// The name of a language in the reader's; a tag that nobody knows stands for itself.
export function language_name(code: string): string {
  try {
    return new Intl.DisplayNames([language()], { type: 'language' }).of(code) ?? code;
  } catch {
    return code;
  }
}

// "US" as the reader calls it; a code that nobody knows stands for itself.
export function country_name(code: string): string {
  try {
    return new Intl.DisplayNames([language()], { type: 'region' }).of(code) ?? code;
  } catch {
    return code;
  }
}

export function count(value: number): string {
  const compact = value >= 10_000;
  return new Intl.NumberFormat(current.language, {
    notation: compact ? 'compact' : 'standard',
    maximumFractionDigits: compact ? 1 : 0,
  }).format(value);
}

const kSizes = [
  [1e9, 'gigabyte'],
  [1e6, 'megabyte'],
  [1e3, 'kilobyte'],
  [1, 'byte'],
] as const;

export function bytes(value: number): string {
  const step = kSizes.find(([size]) => value >= size) ?? kSizes.at(-1)!;
  return new Intl.NumberFormat(current.language, {
    style: 'unit',
    unit: step[1],
    unitDisplay: 'short',
    maximumFractionDigits: 1,
  }).format(value / step[0]);
}

export function day(time_ms: number): string {
  return new Intl.DateTimeFormat(current.language, { dateStyle: 'medium' }).format(time_ms);
}

/** A day of the calendar, "2026-07-20": the same wherever the reader is. */
export function civil_day(date: string): string {
  const style = { dateStyle: 'medium', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat(current.language, style).format(Date.parse(date));
}

const kSteps: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000_000],
  ['month', 2_592_000_000],
  ['week', 604_800_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

export function ago(time_ms: number, now_ms = Date.now()): string {
  const format = new Intl.RelativeTimeFormat(current.language, { numeric: 'auto' });
  const past_ms = now_ms - time_ms;
  for (const [unit, unit_ms] of kSteps) {
    if (past_ms >= unit_ms) return format.format(-Math.floor(past_ms / unit_ms), unit);
  }
  return format.format(0, 'second');
}

// 75 s as "1:15".
export function clock(time_ms: number): string {
  const whole_s = Math.max(0, Math.floor(time_ms / 1000));
  return `${Math.floor(whole_s / 60)}:${String(whole_s % 60).padStart(2, '0')}`;
}
