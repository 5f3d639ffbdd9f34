// What the figures of the regions mean: whose home is where, what is offered there, what needs
// somebody. Pure.
import type { Answer } from '../api/types';

export type Regions = Answer<'get', '/api/v1/admin/regions'>;
export type Region = Regions['regions'][number];
export type Standing = NonNullable<Region['standing']>;
export type Order = Standing['orders'][number];
export type Offer = 'open' | 'sign_up' | 'playback' | 'none';

export const kLagMax_ms = 5_000; // what the backup promises
const kWithoutDatabase = 'backup_without_database'; // src/residency/standing.h
const kSilent_ms = 15_000; // regions are asked every three seconds
const kDrill_ms = 90 * 86_400_000; // a drill a quarter

export interface Entered {
  order: Order;
  region: string; // the name of the region in whose list it is
}

export interface Offered {
  offer: Offer;
  by_choice: boolean; // the operator's own
  order?: Entered; // that it is so
  open_in: string[]; // regions in whose list there is no such order: they offer it still
  ahead: Entered[]; // to come, the next first
}

const kBlocks: Partial<Record<Order['action'], Offer>> = {
  block_all: 'none',
  block_playback: 'playback',
  block_sign_up: 'sign_up',
};
const kWeight: Record<Offer, number> = { open: 0, sign_up: 1, playback: 2, none: 3 };

const blocks_as = (order: Order, offer: Offer): boolean =>
  kWeight[kBlocks[order.action] ?? 'open'] >= kWeight[offer];

export function entered({ regions }: Regions): Entered[] {
  const all = regions.flatMap((region) =>
    (region.standing?.orders ?? []).map((order) => ({ order, region: region.name })),
  );
  return all.sort((a, b) => a.order.effective_ms - b.order.effective_ms);
}

export function offered_in(all: Regions, country: string): Offered {
  const there = entered(all).filter(
    ({ order }) => order.countries.includes(country) && kBlocks[order.action],
  );
  const ahead = there.filter(({ order }) => order.state === 'approved');
  if (all.not_offered_in.includes(country)) {
    return { offer: 'none', by_choice: true, open_in: [], ahead };
  }
  let worst: Offered = { offer: 'open', by_choice: false, open_in: [], ahead };
  for (const one of there) {
    const offer = kBlocks[one.order.action];
    if (one.order.state !== 'in_force' || !offer) continue;
    if (kWeight[offer] > kWeight[worst.offer])
      worst = { offer, by_choice: false, order: one, open_in: [], ahead };
  }
  if (!worst.order) return worst;
  // Each region executes its own list.
  const shut = there
    .filter(({ order }) => order.state === 'in_force' && blocks_as(order, worst.offer))
    .map(({ region }) => region);
  const open_in = all.regions.map(({ name }) => name).filter((name) => !shut.includes(name));
  return { ...worst, open_in };
}

/** How far behind the copy is, as the region told it; undefined: there is none yet. */
export function lag_ms(standing: Standing | undefined): number | undefined {
  const as_of_ms = standing?.backup?.as_of_ms;
  return standing && as_of_ms ? Math.max(0, standing.at_ms - as_of_ms) : undefined;
}

export type Health = 'good' | 'late' | 'none';
export function backup_health(region: Region): Health {
  const lag = lag_ms(region.standing);
  if (lag === undefined || !region.standing?.backup) return 'none';
  return region.standing.backup.trouble || lag > kLagMax_ms ? 'late' : 'good';
}

export const is_silent = (region: Region, now_ms: number): boolean =>
  region.silent !== undefined || now_ms - (region.heard_ms ?? 0) > kSilent_ms;

export type Concern =
  | { kind: 'silent'; region: string; ms: number }
  | { kind: 'never_heard' | 'backup_none' | 'backup_no_rows' | 'drill_never'; region: string }
  | { kind: 'backup_late'; region: string; ms: number }
  | { kind: 'backup_trouble' | 'keys' | 'drill_failed'; region: string; reason: string }
  | { kind: 'drill_old'; region: string; at_ms: number };

function drill_concern(region: string, { backup, drill }: Standing, now_ms: number): Concern[] {
  if (!backup) return [];
  if (!drill) return [{ kind: 'drill_never', region }];
  if (drill.trouble) return [{ kind: 'drill_failed', region, reason: drill.trouble }];
  return now_ms - drill.at_ms > kDrill_ms
    ? [{ kind: 'drill_old', region, at_ms: drill.at_ms }]
    : [];
}

function backup_concern(of: Region, standing: Standing): Concern[] {
  const region = of.name;
  if (!standing.backup) return of.backup_in ? [{ kind: 'backup_none', region }] : [];
  const { trouble } = standing.backup;
  if (trouble === kWithoutDatabase) return [{ kind: 'backup_no_rows', region }];
  if (trouble) return [{ kind: 'backup_trouble', region, reason: trouble }];
  const ms = lag_ms(standing) ?? 0;
  return ms > kLagMax_ms ? [{ kind: 'backup_late', region, ms }] : [];
}

function concerns_of(of: Region, now_ms: number): Concern[] {
  const { name: region, standing } = of;
  if (!standing) return [{ kind: 'never_heard', region }];
  if (is_silent(of, now_ms)) {
    return [{ kind: 'silent', region, ms: now_ms - (of.heard_ms ?? now_ms) }];
  }
  const reason = standing.keys_trouble;
  const keys: Concern[] = reason ? [{ kind: 'keys', region, reason }] : [];
  return [...keys, ...backup_concern(of, standing), ...drill_concern(region, standing, now_ms)];
}

/** What somebody should see to, in the order of the regions. */
export function concerns({ regions }: Regions, now_ms: number): Concern[] {
  return regions.flatMap((region) => concerns_of(region, now_ms));
}

/** One of the palette's colours a region, in the order of the file. */
export const colour_of = (place: number): string => `var(--region-${(place % 6) + 1})`;
