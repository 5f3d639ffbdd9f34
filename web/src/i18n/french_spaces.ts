// French keeps « », ; : ! ? beside their words: the spaces there must not break a line. The
// catalogues are typed with plain spaces; here they become what a printer sets.
const kThin = '\u202f';
const kNoBreak = '\u00a0';

export function set_spaces(text: string): string {
  return text
    .replace(/ ([;!?])/g, `${kThin}$1`)
    .replace(/ ([:»])/g, `${kNoBreak}$1`)
    .replace(/« /g, `«${kNoBreak}`);
}

/** The same catalogue, set: its sentences, and what its functions answer. */
export function typeset<T>(words: T): T {
  if (typeof words === 'string') return set_spaces(words) as T;
  if (typeof words === 'function') {
    const say = words as unknown as (...given: unknown[]) => string;
    const set = (...given: unknown[]) => set_spaces(say(...given));
    return Object.defineProperty(set, 'length', { value: say.length }) as T;
  }
  if (Array.isArray(words)) return words.map(typeset) as T;
  const entries = Object.entries(words as object).map(([name, part]) => [name, typeset(part)]);
  return Object.fromEntries(entries) as T;
}
