// One viewing of one clip: how long it was really on and playing, and how often it came round.
import type { Fact } from '../api/types';
import type { Clip } from './sources';

export const kSkippedBelow_ms = 2000;
const kStepMax_s = 1; // a longer step between two looks is a seek, not watching
const kWorthTelling_ms = 100;

export class Viewing {
  watch_ms = 0;
  loops = 0;
  #last_s = 0;
  #muted_ms = 0;

  constructor(readonly clip: Clip) {}

  // Called often while it plays, with the player's place.
  look(time_s: number, duration_s: number, muted: boolean, rate = 1) {
    let step_s = time_s - this.#last_s;
    const came_round = step_s < 0 && this.#last_s > duration_s - kStepMax_s && time_s < kStepMax_s;
    if (came_round) {
      this.loops++;
      step_s = duration_s - this.#last_s + time_s;
    }
    if (step_s > 0 && step_s <= kStepMax_s * rate) {
      const step_ms = (step_s * 1000) / rate;
      this.watch_ms += step_ms;
      if (muted) this.#muted_ms += step_ms;
    }
    this.#last_s = time_s;
  }

  // What to tell, or nothing when it was hardly on.
  fact(left: boolean): Omit<Fact, 'id' | 'at_ms'> | undefined {
    if (this.watch_ms < kWorthTelling_ms && !left) return undefined;
    const { video, surface, page_id, position } = this.clip;
    return {
      type: 'watched',
      video_id: video.id,
      surface,
      ...(page_id === undefined ? {} : { page_id }),
      ...(position === undefined ? {} : { position }),
      watch_ms: Math.round(this.watch_ms),
      duration_ms: video.duration_ms,
      loops: this.loops,
      skipped: left && this.watch_ms < kSkippedBelow_ms && this.watch_ms < video.duration_ms / 2,
      muted: this.#muted_ms > this.watch_ms / 2,
    };
  }

  // After telling: the same clip goes on, counted from here.
  restart() {
    this.watch_ms = this.loops = this.#muted_ms = 0;
  }
}
