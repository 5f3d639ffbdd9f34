import { describe, expect, it } from 'vitest';
import { snap, wheel_steps } from './gestures';

describe('snap', () => {
  it('follows a flick, however short', () => {
    expect(snap(-40, -0.8, 800)).toBe(1);
    expect(snap(40, 0.8, 800)).toBe(-1);
  });
  it('follows a slow pull when it went far enough', () => {
    expect(snap(-300, -0.05, 800)).toBe(1);
    expect(snap(-120, -0.05, 800)).toBe(0);
  });
  it('stays when it was thrown back at the end', () => {
    expect(snap(-300, 0.9, 800)).toBe(0);
    expect(snap(0, 0, 800)).toBe(0);
  });
});

describe('wheel', () => {
  const play = (events: [delta: number, at_ms: number][]) => {
    const steps: number[] = [];
    const turn = wheel_steps((by) => steps.push(by));
    for (const [delta, at_ms] of events) turn(delta, at_ms);
    return steps;
  };

  it('takes one notch for one clip', () => {
    expect(
      play([
        [100, 0],
        [100, 600],
        [-100, 1200],
      ]),
    ).toEqual([1, 1, -1]);
  });
  it('takes a push with its glide for one clip', () => {
    const glide = Array.from({ length: 60 }, (_, i): [number, number] => [60 * 0.95 ** i, i * 16]);
    expect(play(glide)).toEqual([1]);
  });
  it('adds up small moves', () => {
    expect(
      play([
        [8, 0],
        [8, 16],
        [8, 32],
        [8, 48],
      ]),
    ).toEqual([1]);
  });
});
