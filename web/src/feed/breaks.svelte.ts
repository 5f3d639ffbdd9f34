// The stopping cue: after the chosen minutes of watching, the next swipe meets a card.
import { preferences } from '../app/preferences.svelte';

const kStored = 'soleil.watched_ms';
const kMinute_ms = 60_000;

class Breaks {
  due = $state(false);
  watched_min = $state(0);
  #since_ms = Number(sessionStorage.getItem(kStored)) || 0;
  #put_off_ms = 0;

  watched(step_ms: number) {
    this.#since_ms += step_ms;
    sessionStorage.setItem(kStored, String(Math.round(this.#since_ms)));
  }

  // Asked between two clips, never in the middle of one.
  check(): boolean {
    const limit_ms = preferences.break_min * kMinute_ms;
    if (limit_ms === 0 || this.#since_ms < limit_ms + this.#put_off_ms) return false;
    this.watched_min = Math.max(1, Math.round(this.#since_ms / kMinute_ms));
    this.due = true;
    return true;
  }

  put_off(minutes: number) {
    this.#put_off_ms = this.#since_ms - preferences.break_min * kMinute_ms + minutes * kMinute_ms;
    this.due = false;
  }

  start_over() {
    this.#since_ms = this.#put_off_ms = 0;
    sessionStorage.removeItem(kStored);
    this.due = false;
  }
}

export const breaks = new Breaks();
