import { describe, expect, it } from 'vitest';
import { load_order, ring, slot_of } from './ring';

const held = (current: number, length: number) => ring(current, length).map((slot) => slot.index);

describe('ring of players', () => {
  it('holds the one before, the one that plays and the one after', () => {
    expect(held(4, 10).toSorted()).toEqual([3, 4, 5]);
    expect(held(0, 10)).toEqual([0, 1, undefined]);
    expect(
      held(9, 10)
        .filter((index) => index !== undefined)
        .toSorted(),
    ).toEqual([8, 9]);
    expect(held(0, 0)).toEqual([undefined, undefined, undefined]);
  });

  it('changes one slot a step: the clips that stay keep their player', () => {
    for (let current = 1; current < 20; current++) {
      const before = held(current - 1, 30);
      const after = held(current, 30);
      const changed = before.filter((index, slot) => index !== after[slot]);
      expect(changed.length, `step to ${current}`).toBe(1);
      expect(after[slot_of(current)]).toBe(current);
      expect(before[slot_of(current)], 'the next clip was warm before it was asked for').toBe(
        current,
      );
    }
  });

  it('loads what plays first, then the direction of travel', () => {
    expect(load_order(4, 10, true)).toEqual([4, 5, 3]);
    expect(load_order(4, 10, false)).toEqual([4, 3, 5]);
    expect(load_order(0, 1, true)).toEqual([0]);
  });
});
