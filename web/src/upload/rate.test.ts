import { describe, expect, it } from 'vitest';
import { Rate } from './rate';

describe('rate', () => {
  it('says nothing before it knows', () => {
    const rate = new Rate();
    expect(rate.bytes_per_second()).toBe(0);
    expect(rate.seconds_left(1000)).toBeUndefined();
    rate.add(0, 0);
    rate.add(100, 5000);
    expect(rate.bytes_per_second()).toBe(0); // too short to mean anything
  });

  it('follows the last seconds and forgets a stall', () => {
    const rate = new Rate();
    rate.add(0, 0);
    rate.add(1_000, 1_000_000);
    expect(rate.bytes_per_second()).toBe(1_000_000);
    for (let s = 60; s <= 70; s++) rate.add(s * 1000, 1_000_000 + (s - 60) * 2_000_000);
    expect(rate.bytes_per_second()).toBeCloseTo(2_000_000);
    expect(rate.seconds_left(4_000_000)).toBeCloseTo(2);
  });

  it('starts over when the server has less than was thought', () => {
    const rate = new Rate();
    rate.add(0, 8_000_000);
    rate.add(1_000, 9_000_000);
    rate.add(2_000, 4_000_000);
    expect(rate.bytes_per_second()).toBe(0);
  });
});
