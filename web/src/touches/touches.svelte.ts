// Has somebody of the staff read what is private of mine since I last looked? Asked at the start,
// and told by the server while the page is in sight: a stream costs a connection, so a hidden tab
// has none.
import { call } from '../api/client';
import { on_event } from '../api/events';
import { here } from '../api/session.svelte';
import { go } from '../app/router.svelte';
import { t } from '../i18n/index.svelte';
import { toast } from '../ui/toast.svelte';

const kBefore_ms = 3000; // the feed comes first

class Unseen {
  count = $state(0);
  #stop: (() => void) | undefined;

  async ask() {
    this.count = (await call('get', '/api/v1/me/touches/unseen')).unseen;
  }

  watch() {
    setTimeout(() => this.#follow(), kBefore_ms);
    document.addEventListener('visibilitychange', () => this.#follow());
  }

  #follow() {
    const wanted = !document.hidden && here.me !== undefined;
    if (wanted === (this.#stop !== undefined)) return;
    this.#stop?.();
    this.#stop = wanted ? on_event('touch', () => void this.#told()) : undefined;
    if (wanted) void this.ask().catch(() => undefined);
  }

  async #told() {
    await this.ask();
    toast(t.touches.new_one, { label: t.touches.look, run: () => go('/settings/touches') });
  }
}

export const unseen = new Unseen();
