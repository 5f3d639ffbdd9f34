// `virtual:world`: the countries as paths of the map in src/regions, made at build time from Natural
// Earth (public domain; npm world-atlas): no server of tiles, nobody else's host. Countries too
// small for 1:110m are dots, placed by 1:50m.
import { readFileSync } from 'node:fs';
import { feature } from 'topojson-client';
import type { Plugin } from 'vite';
import { project } from '../src/regions/projection.ts';
import { code_of } from './iso_numeric.ts';

const kName = 'virtual:world';
const kLeftOut = new Set(['AQ']);
type Position = number[]; // longitude, latitude
interface Country {
  id?: string | number;
  geometry:
    | { type: 'Polygon'; coordinates: Position[][] }
    | { type: 'MultiPolygon'; coordinates: Position[][][] };
}

function countries(detail: '110m' | '50m'): Country[] {
  const file = new URL(`../node_modules/world-atlas/countries-${detail}.json`, import.meta.url);
  const atlas = JSON.parse(readFileSync(file, 'utf8'));
  return feature(atlas, atlas.objects.countries).features as Country[];
}

function rings({ geometry }: Country): Position[][] {
  return geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat();
}

/** A ring that crosses the 180th meridian goes on beyond it, on the side where most of it is. */
function unwrapped(ring: Position[]): Position[] {
  const crosses = ring.some(([x = 0], i) => Math.abs(x - (ring[i - 1]?.[0] ?? x)) > 180);
  if (!crosses) return ring;
  const east = ring.filter(([x = 0]) => x > 0).length * 2 > ring.length;
  return ring.map(([x = 0, y = 0]) => [x < 0 && east ? x + 360 : x > 0 && !east ? x - 360 : x, y]);
}

/** Whole units, each point from the one before; points that fall together are one. */
function path_of_ring(ring: Position[]): string {
  let out = '';
  let at: [number, number] | undefined;
  for (const [longitude = 0, latitude = 0] of unwrapped(ring)) {
    const [x, y] = project(longitude, latitude).map(Math.round) as [number, number];
    if (!at) out = `M${x} ${y}l`;
    else if (x === at[0] && y === at[1]) continue;
    else out += `${x - at[0]} ${y - at[1]} `;
    at = [x, y];
  }
  const points = out.split(' ').length;
  return points < 5 ? '' : `${out.trimEnd().replaceAll(' -', '-')}z`;
}

function middle(country: Country): [number, number] {
  const largest = rings(country).reduce((a, b) => (b.length > a.length ? b : a));
  const sum = largest.reduce<[number, number]>(
    ([x, y], [longitude = 0, latitude = 0]) => [x + longitude, y + latitude],
    [0, 0],
  );
  const [x, y] = project(sum[0] / largest.length, sum[1] / largest.length);
  return [Math.round(x), Math.round(y)];
}

export function world() {
  const paths: Record<string, string> = {};
  const dots: Record<string, [number, number]> = {};
  const middles: Record<string, [number, number]> = {};
  let others = ''; // land that has no code of its own
  for (const country of countries('110m')) {
    const code = code_of(String(country.id));
    if (code && kLeftOut.has(code)) continue;
    const path = rings(country).map(path_of_ring).join('');
    if (code) paths[code] = path;
    else others += path;
    if (code) middles[code] = middle(country);
  }
  for (const country of countries('50m')) {
    const code = code_of(String(country.id));
    if (code && !paths[code] && !kLeftOut.has(code)) dots[code] = middle(country);
  }
  return { paths, dots, middles, others };
}

export function world_plugin(): Plugin {
  return {
    name: 'world',
    resolveId: (id) => (id === kName ? `\0${kName}` : undefined),
    load: (id) => (id === `\0${kName}` ? `export default ${JSON.stringify(world())}` : undefined),
  };
}
