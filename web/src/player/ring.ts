// Three players for any number of clips: a clip keeps its slot as long as it is at most one step
// from the one that plays, so a swipe either way finds its player ready, and nothing is rebuilt.
export const kSlots = 3;

export interface Slot {
  slot: number;
  index: number | undefined; // the clip it holds; undefined: none
}

export function slot_of(index: number): number {
  return index % kSlots;
}

// What each slot holds while clip `current` of `length` plays.
export function ring(current: number, length: number): Slot[] {
  const slots: Slot[] = Array.from({ length: kSlots }, (_, slot) => ({ slot, index: undefined }));
  for (const index of [current - 1, current, current + 1]) {
    if (index < 0 || index >= length) continue;
    slots[slot_of(index)]!.index = index;
  }
  return slots;
}

// In which order to load: what plays, then what is likely asked for next, then the way back.
export function load_order(current: number, length: number, forward: boolean): number[] {
  const ahead = forward ? [current + 1, current - 1] : [current - 1, current + 1];
  return [current, ...ahead].filter((index) => index >= 0 && index < length);
}
