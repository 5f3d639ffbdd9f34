import { describe, expect, it } from 'vitest';
import world from 'virtual:world';
import { kHeight, kWidth, project } from './projection';
import { countries_in } from '../people/countries';

function bounds(path: string) {
  const box = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
  let [x, y] = [0, 0];
  for (const [, kind, numbers] of path.matchAll(/([Ml])([^Mlz]*)/g)) {
    const all = numbers!.match(/-?\d+/g)!.map(Number);
    for (let i = 0; i < all.length; i += 2) {
      [x, y] = kind === 'M' ? [all[i]!, all[i + 1]!] : [x + all[i]!, y + all[i + 1]!];
      box.left = Math.min(box.left, x);
      box.right = Math.max(box.right, x);
      box.top = Math.min(box.top, y);
      box.bottom = Math.max(box.bottom, y);
    }
  }
  return box;
}

describe('the map', () => {
  it.each([
    ['IE', -6.26, 53.35],
    ['US', -98, 39],
    ['NZ', 175, -38.5],
    ['BR', -47.9, -15.8],
    ['JP', 138, 36],
  ])('has %s where it is', (code, longitude, latitude) => {
    const box = bounds(world.paths[code]!);
    const [x, y] = project(longitude, latitude);
    expect(x).toBeGreaterThan(box.left);
    expect(x).toBeLessThan(box.right);
    expect(y).toBeGreaterThan(box.top);
    expect(y).toBeLessThan(box.bottom);
  });

  it('shows nearly every country that somebody can live in, within its frame', () => {
    const shown = new Set([...Object.keys(world.paths), ...Object.keys(world.dots)]);
    const missing = countries_in('en').filter(({ code }) => !shown.has(code));
    expect(missing.length).toBeLessThan(20);
    expect(missing.map(({ code }) => code)).not.toContain('SG');
    for (const path of Object.values(world.paths)) {
      const box = bounds(path);
      expect(box.left).toBeGreaterThanOrEqual(0);
      expect(box.right).toBeLessThanOrEqual(kWidth);
      expect(box.top).toBeGreaterThanOrEqual(0);
      expect(box.bottom).toBeLessThanOrEqual(kHeight);
    }
  });
});
