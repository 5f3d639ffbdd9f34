import { describe, expect, it } from 'vitest';
import {
  backup_health,
  concerns,
  offered_in,
  type Order,
  type Region,
  type Regions,
} from './state';

const kNow = 1_000_000_000_000;

function region(id: string, more: Partial<Region> = {}): Region {
  const standing = {
    region: id,
    at_ms: kNow,
    videos: 1,
    stored_bytes: 1,
    free_bytes: 1,
    refused: { since_ms: 0, sign_up: 0, sign_in: 0, read: 0, write: 0, move: 0 },
    backup: { as_of_ms: kNow - 600, bytes: 1, steps: 1 },
    drill: { at_ms: kNow - 1, approvers: 2, rpo_ms: 1, rto_ms: 1, rows: 1, files: 1, bytes: 1 },
    orders: [],
  };
  const where = { address: '', countries: [], others: false, backup_in: 'vault' };
  return { id, name: id, ...where, heard_ms: kNow, standing, ...more };
}

function order(action: Order['action'], state: Order['state'], countries: string[]): Order {
  return { id: action + state, title: action, action, state, countries, effective_ms: kNow };
}

function world(...regions: Region[]): Regions {
  return { here: 'a', now_ms: kNow, persons_min: 20, not_offered_in: ['CN'], regions };
}

function with_orders(...orders: Order[]): Regions {
  const one = region('a');
  one.standing!.orders = orders;
  return world(one, region('b'));
}

describe('what is offered where', () => {
  it('is everything, where nobody said otherwise', () => {
    expect(offered_in(with_orders(), 'FR').offer).toBe('open');
  });

  it('is nothing by the operator’s own choice', () => {
    expect(offered_in(with_orders(), 'CN')).toMatchObject({ offer: 'none', by_choice: true });
  });

  it('is what the strictest order in force leaves', () => {
    const all = with_orders(
      order('block_sign_up', 'in_force', ['US']),
      order('block_all', 'in_force', ['US', 'CA']),
      order('block_playback', 'in_force', ['US']),
    );
    const there = offered_in(all, 'US');
    expect(there.offer).toBe('none');
    expect(there.order).toMatchObject({ region: 'a', order: { action: 'block_all' } });
  });

  it('is told to be so where the order was entered alone', () => {
    const all = with_orders(order('block_all', 'in_force', ['US']));
    expect(offered_in(all, 'US').open_in).toEqual(['b']);
    all.regions[1]!.standing!.orders = [order('block_all', 'in_force', ['US'])];
    expect(offered_in(all, 'US').open_in).toEqual([]);
    all.regions[1]!.standing!.orders = [order('block_sign_up', 'in_force', ['US'])];
    expect(offered_in(all, 'US').open_in).toEqual(['b']);
  });

  it('does not shut what an order will shut later, but tells it', () => {
    const all = with_orders(order('block_all', 'approved', ['US']));
    expect(offered_in(all, 'US').offer).toBe('open');
    expect(offered_in(all, 'US').ahead).toHaveLength(1);
    expect(offered_in(all, 'FR').ahead).toHaveLength(0);
  });

  it('is not narrowed by an order about one video', () => {
    const all = with_orders(order('remove_video', 'in_force', ['US']));
    expect(offered_in(all, 'US').offer).toBe('open');
  });
});

describe('what needs somebody', () => {
  const kinds = (...regions: Region[]) => concerns(world(...regions), kNow).map(({ kind }) => kind);
  const but = (change: (one: Region) => void): Region => {
    const one = region('a');
    change(one);
    return one;
  };

  it('is nothing when all is well', () => {
    expect(kinds(region('a'), region('b'))).toEqual([]);
    expect(backup_health(region('a'))).toBe('good');
  });

  it('is a region that is silent, and nothing else of it', () => {
    const kDown = 'region_unreachable';
    expect(kinds(but((one) => Object.assign(one, { silent: kDown, heard_ms: 1 })))).toEqual([
      'silent',
    ]);
    expect(kinds(but((one) => (one.heard_ms = kNow - 16_000)))).toEqual(['silent']);
    expect(kinds(but((one) => delete one.standing))).toEqual(['never_heard']);
  });

  it('is a backup that is late, stands still or is not there', () => {
    expect(kinds(but((one) => (one.standing!.backup!.as_of_ms = kNow - 5_001)))).toEqual([
      'backup_late',
    ]);
    expect(kinds(but((one) => (one.standing!.backup!.trouble = 'vault_refused')))).toEqual([
      'backup_trouble',
    ]);
    expect(kinds(but((one) => delete one.standing!.backup))).toEqual(['backup_none']);
    const kRows = 'backup_without_database';
    expect(kinds(but((one) => (one.standing!.backup!.trouble = kRows)))).toEqual([
      'backup_no_rows',
    ]);
    const keeps_none = but((one) => delete one.standing!.backup);
    delete keeps_none.backup_in;
    expect(kinds(keeps_none)).toEqual([]); // nothing was promised
  });

  it('is a drill that failed, is old, or never was', () => {
    expect(kinds(but((one) => delete one.standing!.drill))).toEqual(['drill_never']);
    expect(kinds(but((one) => (one.standing!.drill!.trouble = 'backup_differs')))).toEqual([
      'drill_failed',
    ]);
    expect(kinds(but((one) => (one.standing!.drill!.at_ms -= 91 * 86_400_000)))).toEqual([
      'drill_old',
    ]);
  });

  it('is a key service that does not answer', () => {
    expect(kinds(but((one) => (one.standing!.keys_trouble = 'no_keys')))).toEqual(['keys']);
  });
});
