import { describe, expect, it } from 'vitest';
import { has_arrived, is_leaving, plan_of, type CarveOut } from './carve_out';

const body = {
  seller: { address: 'https://us.soleil.example' },
  buyer: { address: 'https://liberty.example' },
  persons: 7,
};
const paper = (said: unknown) => JSON.stringify({ body: JSON.stringify(said), signature: 'x' });
const of = (state: CarveOut['state'], plan?: string): CarveOut => ({
  state,
  elsewhere: [],
  ...(plan !== undefined && { plan }),
});

describe('a carve-out', () => {
  it('says from whom to whom, by its signed plan', () => {
    expect(plan_of(of('frozen', paper(body)))).toEqual({
      from: 'https://us.soleil.example',
      to: 'https://liberty.example',
      persons: 7,
    });
  });

  it('says nothing by a plan that is not there or not ours', () => {
    for (const plan of [undefined, '', '{}', paper({}), paper({ ...body, buyer: {} }), 'null'])
      expect(plan_of(of('frozen', plan))).toBeUndefined();
  });

  it('is before or behind one', () => {
    expect([of('none'), of('importing')].some((one) => is_leaving(one) || has_arrived(one))).toBe(
      false,
    );
    expect(is_leaving(of('exported'))).toBe(true);
    expect(has_arrived(of('signed'))).toBe(true);
  });
});
