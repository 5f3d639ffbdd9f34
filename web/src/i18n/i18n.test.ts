import { describe, expect, it } from 'vitest';
import { plurals } from './plural';
import en from './en';
import fr from './fr';

function keys(value: object, path = ''): string[] {
  return Object.entries(value).flatMap(([name, part]) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? keys(part, `${path}${name}.`)
      : [`${path}${name}:${typeof part === 'function' ? part.length : typeof part}`],
  );
}

describe('i18n', () => {
  it('has the same keys in every catalogue', () => {
    expect(keys(fr).sort()).toEqual(keys(en).sort());
  });

  it('has no empty sentence', () => {
    const empty = (value: object): boolean =>
      Object.values(value).some((part) => part === '' || (typeof part === 'object' && empty(part)));
    expect(empty(en)).toBe(false);
    expect(empty(fr)).toBe(false);
  });

  it('never leaves French punctuation alone on a line', () => {
    expect(fr.feed.why).toBe('Pourquoi cette vidéo\u202f?');
    expect(fr.profile.search.nothing('chat')).toBe('Rien pour «\u00a0chat\u00a0»');
    const said = JSON.stringify(fr, (_, part) => (typeof part === 'function' ? undefined : part));
    expect(said).not.toMatch(/ [;:!?»]|« /);
  });

  it('counts as each language does', () => {
    const forms = { one: '# like', other: '# likes' };
    expect(plurals('en')(0, forms)).toBe('0 likes');
    expect(plurals('fr')(0, forms)).toBe('0 like');
    expect(plurals('fr')(1200, forms)).toMatch(/^1.200 likes$/);
  });
});
