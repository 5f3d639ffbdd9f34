// The regions as they stand now: asked every few seconds while somebody looks, and kept in sight
// when an answer does not come.
import { call } from '../api/client';
import { error_text } from '../i18n/error_text';
import type { Regions } from './state';

const kEvery_ms = 3_000;

export class LiveRegions {
  all = $state.raw<Regions>();
  failed = $state('');
  looked_ms = $state(0); // by the server's clock
  now_ms = $state(Date.now()); // the server's clock, to the second
  private ahead_ms = 0; // of ours

  /** Until the answer is called. */
  start(): () => void {
    void this.look();
    const looking = setInterval(() => document.hidden || void this.look(), kEvery_ms);
    const ticking = setInterval(() => (this.now_ms = Date.now() + this.ahead_ms), 1_000);
    return () => {
      clearInterval(looking);
      clearInterval(ticking);
    };
  }

  async look() {
    try {
      const all = await call('get', '/api/v1/admin/regions');
      this.ahead_ms = all.now_ms - Date.now();
      this.now_ms = this.looked_ms = all.now_ms;
      this.all = all;
      this.failed = '';
    } catch (error) {
      this.failed = error_text(error);
    }
  }
}
