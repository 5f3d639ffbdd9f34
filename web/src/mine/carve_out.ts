// When the people of one's country go to a new operator: what the signed plan says of it.
import type { Answer } from '../api/types';

export type CarveOut = Answer<'get', '/api/v1/me/carve-out'>;

export interface Plan {
  from: string; // addresses
  to: string;
  persons: number;
}

/** Undefined: there is no plan here, or it is not in a form that we know. */
export function plan_of({ plan }: CarveOut): Plan | undefined {
  try {
    const { seller, buyer, persons } = JSON.parse(JSON.parse(plan ?? '').body);
    if (typeof seller.address !== 'string' || typeof buyer.address !== 'string') return undefined;
    return { from: seller.address, to: buyer.address, persons: Number(persons) || 0 };
  } catch {
    return undefined;
  }
}

/** Frozen: here it can be read, and not changed. */
export const is_leaving = ({ state }: CarveOut): boolean =>
  state === 'frozen' || state === 'exported' || state === 'erasing';
export const has_arrived = ({ state }: CarveOut): boolean =>
  state === 'imported' || state === 'signed';
