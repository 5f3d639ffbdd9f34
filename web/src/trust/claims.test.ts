import { describe, expect, it } from 'vitest';
import type { Entry } from '../ledger/log';
import { claims_of, find, own_claims, rumours_of, type Claim, type Seen } from './claims';

const entry = (said: object, index: number): Entry => ({ index, said, text: JSON.stringify(said) });
const day = (text: string) => Date.parse(text + 'T00:00:00Z');
const kNow = day('2026-11-26');

interface Parts {
  legal?: object[];
  policy?: object[];
  release?: object[];
  sealed?: number;
}
function seen(parts: Parts): Seen {
  const entries = {
    access: [],
    legal: (parts.legal ?? []).map(entry),
    policy: (parts.policy ?? []).map(entry),
    release: (parts.release ?? []).map(entry),
  };
  const sizes = { access: 7, legal: entries.legal.length, policy: 0, release: 0 };
  return {
    entries,
    sizes,
    sealed: parts.sealed ?? 0,
    program_sha256: 'aa',
    recipe_sha256: { for_you: 'cc' },
    now_ms: kNow,
  };
}

const order = (id: string, action: string, countries: string, effective: string, more = '') => ({
  kind: 'order',
  event: 'approved',
  text:
    `soleil order v1\nid: ${id}\ntitle: t\ncountries: ${countries}\naction: ${action}\n` +
    `effective_ms: ${day(effective)}${more}\n`,
});
const recipe = (sha256: string, event = 'in_force') => ({
  kind: 'recipe',
  name: 'for_you',
  event,
  sha256,
  at: '2026-01-05T00:00:00Z',
});
const state = (claim: Claim, parts: Parts) => find(claim, seen(parts)).state;

describe('claims', () => {
  const program = own_claims[0]!;
  it('of the program that runs: it is in the log, and nothing near it will do', () => {
    const logged = { kind: 'release', sha256: 'aa' };
    expect(state(program, { release: [{ kind: 'release', sha256: 'ab' }, logged] })).toBe('proven');
    expect(state(program, { release: [{ kind: 'release', sha256: 'ab' }] })).toBe('broken');
    const built = { kind: 'package', commit: 'c0ffee', programs: { 'usr/bin/soleil': 'aa' } };
    expect(find(program, seen({ release: [logged, built] })).numbers.packages).toBe(1);
    expect(state(program, { release: [built] })).toBe('broken');
  });

  const algorithm = own_claims[1]!;
  it('of the algorithm: the last entry of a recipe counts', () => {
    expect(state(algorithm, { policy: [recipe('bb'), recipe('cc')] })).toBe('proven');
    expect(state(algorithm, { policy: [recipe('cc'), recipe('bb')] })).toBe('broken');
    expect(state(algorithm, { policy: [recipe('cc'), recipe('cc', 'ended')] })).toBe('broken');
    expect(state(algorithm, {})).toBe('broken');
  });

  const none_to_cn: Claim = { id: 'n', check: 'no_disclosure', country: 'CN', from: '2026-01-01' };
  const answer = (country: string, produced: number, on: string) => ({
    kind: 'answer',
    recipient_country: country,
    accounts_produced: produced,
    at: on + 'T00:00:00Z',
  });
  it('of no disclosure: by country and days; refused requests are none', () => {
    expect(state(none_to_cn, {})).toBe('proven');
    expect(
      state(none_to_cn, { legal: [answer('US', 3, '2026-03-01'), answer('CN', 0, '2026-03-01')] }),
    ).toBe('proven');
    expect(state(none_to_cn, { legal: [answer('CN', 1, '2026-03-01')] })).toBe('broken');
    expect(state(none_to_cn, { legal: [answer('CN', 1, '2025-12-31')] })).toBe('proven');
    expect(
      state({ ...none_to_cn, until: '2026-02-01' }, { legal: [answer('CN', 1, '2026-03-01')] }),
    ).toBe('proven');
    expect(
      state({ id: 'n', check: 'no_disclosure' }, { legal: [answer('US', 3, '2026-03-01')] }),
    ).toBe('broken');
  });
  it('of no disclosure is only asserted while there is something that may not be told', () => {
    expect(state(none_to_cn, { sealed: 1 })).toBe('asserted');
  });

  const not_in_cn: Claim = { id: 'c', check: 'not_offered', country: 'CN' };
  it('of a country: the order has begun, covers it, and nothing has undone it', () => {
    const block = order('1', 'block_all', 'RU CN', '2026-02-01');
    expect(find(not_in_cn, seen({ legal: [block] }))).toMatchObject({
      state: 'proven',
      since_ms: day('2026-02-01'),
    });
    expect(state(not_in_cn, { legal: [order('1', 'block_all', 'RU', '2026-02-01')] })).toBe(
      'broken',
    );
    expect(state(not_in_cn, { legal: [order('1', 'block_sign_up', 'CN', '2026-02-01')] })).toBe(
      'broken',
    );
    expect(state(not_in_cn, { legal: [order('1', 'block_all', 'CN', '2026-12-01')] })).toBe(
      'broken',
    );
    const lift = (from: string) => order('2', 'lift', 'CN', from, '\nsupersedes: 1');
    expect(state(not_in_cn, { legal: [block, lift('2026-03-01')] })).toBe('broken');
    expect(state(not_in_cn, { legal: [block, lift('2027-03-01')] })).toBe('proven');
    const ended = order('1', 'block_all', 'CN', '2026-02-01', `\nexpires_ms: ${day('2026-03-01')}`);
    expect(state(not_in_cn, { legal: [ended] })).toBe('broken');
    expect(state(not_in_cn, { legal: [{ ...block, event: 'entered' }] })).toBe('broken');
  });

  it('of the operator: the last counts, withdrawn is gone, an unknown check proves nothing', () => {
    const said = (id: string, more = {}) => ({ kind: 'claim', id, check: 'home', ...more });
    const ids = (policy: object[]) =>
      claims_of(policy.map(entry))
        .slice(own_claims.length)
        .map((claim) => claim.id);
    expect(ids([said('a'), said('b'), said('a')])).toEqual(['a', 'b']);
    expect(ids([said('a'), said('a', { withdrawn: true })])).toEqual([]);
    const odd = { id: 'x', check: 'magic' } as unknown as Claim;
    expect(state(odd, {})).toBe('asserted');
  });
});

describe('rumours', () => {
  it('keep every answer that was ever given, newest first', () => {
    const said = (id: string, revision: number, second: number) => ({
      kind: 'rumour',
      id,
      revision,
      at: `2026-01-01T00:00:${second}Z`,
    });
    const all = rumours_of([said('a', 1, 10), said('b', 1, 20), said('a', 2, 30)].map(entry));
    expect(all.map((answers) => answers.map((one) => [one.id, one.index]))).toEqual([
      [
        ['a', 2],
        ['a', 0],
      ],
      [['b', 1]],
    ]);
  });
});

describe('the words', () => {
  it('are the same in both languages, and every check has its own', async () => {
    const en = (await import('./words.en')).default;
    const fr = (await import('./words.fr')).default;
    const keys = (value: object, path = ''): string[] =>
      Object.entries(value).flatMap(([name, part]) =>
        typeof part === 'object'
          ? keys(part, `${path}${name}.`)
          : [`${path}${name}:${typeof part}`],
      );
    expect(keys(fr).sort()).toEqual(keys(en).sort());
  });
});
