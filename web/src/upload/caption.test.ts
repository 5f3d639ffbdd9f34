import { describe, expect, it } from 'vitest';
import { kTagsMax, parse_tags, title_length, with_tags } from './caption';

describe('caption', () => {
  it('makes tags out of what people type', () => {
    expect(parse_tags('#Été, plage;  PLAGE #c’est_bien')).toEqual(['été', 'plage', 'cest_bien']);
    expect(parse_tags(' , # ')).toEqual([]);
    expect(parse_tags('e\u0301te\u0301')).toEqual(['été']); // one form of an accent
    expect(parse_tags('日本 हिन्दी')).toEqual(['日本', 'हिन्दी']);
  });

  it('limits their number and their length', () => {
    const many = Array.from({ length: 30 }, (_, i) => `t${i}`).join(' ');
    expect(with_tags(['first'], many)).toHaveLength(kTagsMax);
    expect(parse_tags('x'.repeat(100))[0]).toHaveLength(40);
  });

  it('counts characters as readers do, not as UTF-16 does', () => {
    expect(title_length('☔🌈')).toBe(2);
  });
});
