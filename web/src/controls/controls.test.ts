import { beforeEach, describe, expect, it } from 'vitest';
import type { Controls } from '../api/types';
import about_en from './about.en';
import about_fr from './about.fr';
import { edited } from './controls.svelte';
import { had, is_plain, keep_plain, remember_had } from './plain';
import { weight_words } from './weight_words';

const before: Controls = {
  learning: true,
  profiling: true,
  new_creators: 0,
  length: 0,
  tags: [
    { tag: 'surf', level: 1 },
    { tag: 'chess', level: -1 },
  ],
  languages: [],
  mutes: [],
  limits: { mutes: 200, bends: 40, word_length: 40 },
};

describe('controls', () => {
  it('are edited here as the server does: in place, new ones last, 0 takes out', () => {
    const now = edited(before, { length: 2, tags: { surf: -2, moss: 1 } });
    expect(now.length).toBe(2);
    expect(now.tags).toEqual([
      { tag: 'surf', level: -2 },
      { tag: 'chess', level: -1 },
      { tag: 'moss', level: 1 },
    ]);
    expect(edited(now, { tags: { surf: 0 } }).tags.map((bend) => bend.tag)).toEqual([
      'chess',
      'moss',
    ]);
    expect(edited(now, { languages: { fr: 1 } }).languages).toEqual([{ language: 'fr', level: 1 }]);
    expect(before.tags).toHaveLength(2);
  });
});

describe('a feed without a profile', () => {
  beforeEach(() => {
    localStorage.clear();
    sessionStorage.clear();
  });

  it('remembers in this tab what it had, newest first, and forgets it with the mode', () => {
    keep_plain(true);
    remember_had(['a', 'b']);
    remember_had(['c', 'a']);
    expect(is_plain()).toBe(true);
    expect(had()).toEqual(['a', 'c', 'b']);
    remember_had(Array.from({ length: 3000 }, (_, i) => `v${i}`));
    expect(had()).toHaveLength(2000);
    expect(had()[0]).toBe('v2999');
    keep_plain(false);
    expect(is_plain()).toBe(false);
    expect(had()).toEqual([]);
  });
});

describe('the algorithm told plainly', () => {
  it('says as much in French as in English', () => {
    expect(about_fr.short.length).toBe(about_en.short.length);
    expect(about_fr.parts.map((part) => [part.text.length, part.rows?.length])).toEqual(
      about_en.parts.map((part) => [part.text.length, part.rows?.length]),
    );
    expect(Object.keys(weight_words.fr)).toEqual(Object.keys(weight_words.en));
  });
});
