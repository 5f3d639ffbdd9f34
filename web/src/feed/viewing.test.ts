import { describe, expect, it } from 'vitest';
import type { Video } from '../api/types';
import type { Clip } from './sources';
import { Viewing } from './viewing';

const clip: Clip = {
  video: { id: 'v1', duration_ms: 6000 } as Video,
  surface: 'for_you',
  page_id: 'p1',
  position: 2,
};

function watch(viewing: Viewing, from_s: number, to_s: number, rate = 1, muted = false) {
  for (let time_s = from_s; time_s <= to_s + 1e-9; time_s += 0.25 * rate)
    viewing.look(time_s, 6, muted, rate);
}

describe('viewing', () => {
  it('adds up what was played, over loops, and not what was jumped over', () => {
    const viewing = new Viewing(clip);
    watch(viewing, 0, 5.75);
    watch(viewing, 0, 1);
    expect(viewing.loops).toBe(1);
    expect(viewing.watch_ms).toBeCloseTo(7000, 0);
    watch(viewing, 4, 5); // a seek: the second that followed counts, the jump does not
    expect(viewing.watch_ms).toBeCloseTo(8000, 0);
    expect(viewing.loops).toBe(1);
  });

  it('a seek back is no loop', () => {
    const viewing = new Viewing(clip);
    watch(viewing, 0, 3);
    watch(viewing, 0, 1);
    expect(viewing.loops).toBe(0);
    expect(viewing.watch_ms).toBeCloseTo(4000, 0);
  });

  it('counts time, not frames, at double speed', () => {
    const viewing = new Viewing(clip);
    watch(viewing, 0, 4, 2);
    expect(viewing.watch_ms).toBeCloseTo(2000, 0);
  });

  it('tells a skip from a viewing', () => {
    const viewing = new Viewing(clip);
    watch(viewing, 0, 1, 1, true);
    expect(viewing.fact(true)).toEqual({
      type: 'watched',
      video_id: 'v1',
      surface: 'for_you',
      page_id: 'p1',
      position: 2,
      watch_ms: 1000,
      duration_ms: 6000,
      loops: 0,
      skipped: true,
      muted: true,
    });
    expect(viewing.fact(false)?.skipped).toBe(false);
    watch(viewing, 1, 4);
    expect(viewing.fact(true)?.skipped).toBe(false);
  });

  it('a clip passed without a frame is a skip; one hidden before it began is nothing', () => {
    expect(new Viewing(clip).fact(true)?.skipped).toBe(true);
    expect(new Viewing(clip).fact(false)).toBeUndefined();
  });

  it('starts anew after it was told', () => {
    const viewing = new Viewing(clip);
    watch(viewing, 0, 3);
    viewing.restart();
    watch(viewing, 3, 4);
    expect(viewing.watch_ms).toBeCloseTo(1000, 0);
  });
});
