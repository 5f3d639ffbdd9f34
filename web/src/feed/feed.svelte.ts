// One feed: the clips met so far, where we are, and what comes. It outlives its page, so coming
// back from a profile finds the same clip; and a reload, by the session's storage.
import type { Clip, Pages } from './sources';

const kAskWhenLeft = 3;
const kKeptMax = 40;
const kKeepAfter_ms = 500;
const kFreshFor_ms = 30 * 60_000;

export class Feed {
  clips = $state.raw<Clip[]>([]);
  index = $state(0);
  asking = $state(false);
  ended = $state(false);
  failure = $state.raw<unknown>();
  #keeping: ReturnType<typeof setTimeout> | undefined;
  #filling = Promise.resolve();
  #dropped = false; // the server thinks that we have more than we do
  #turn = 0; // a page asked for before what lay ahead was dropped is dropped too

  constructor(
    readonly key: string,
    private readonly pages: Pages,
    private readonly before_asking: () => Promise<void> = async () => undefined,
  ) {
    this.#restore();
  }

  get current(): Clip | undefined {
    return this.clips[this.index];
  }

  // The closing card counts as a place of its own.
  get last_index(): number {
    return this.clips.length - (this.ended ? 0 : 1);
  }

  move(step: number): boolean {
    const to = Math.min(Math.max(0, this.index + step), Math.max(0, this.last_index));
    if (to === this.index) return false;
    this.index = to;
    this.#keep();
    void this.fill();
    return true;
  }

  // Resolves when what is being asked for has come, or has failed.
  fill(): Promise<void> {
    const enough = this.ended || this.clips.length - this.index > kAskWhenLeft;
    if (!this.asking) this.#filling = enough ? Promise.resolve() : this.#fill();
    return this.#filling;
  }

  async #fill() {
    this.asking = true;
    this.failure = undefined;
    const turn = this.#turn;
    try {
      await this.before_asking();
      const page = await this.pages(this.#have());
      if (turn !== this.#turn) return this.#after_drop();
      const known = new Set(this.clips.map((clip) => clip.video.id));
      this.clips = [...this.clips, ...page.filter((clip) => !known.has(clip.video.id))];
      this.ended = page.length === 0;
      this.#keep();
    } catch (failure) {
      this.failure = failure;
    } finally {
      this.asking = false;
    }
    if (!this.failure && !this.ended) void this.fill();
  }

  async again() {
    this.ended = false;
    this.failure = undefined;
    await this.fill();
  }

  // A clip changed here: liked, its author followed.
  edit(video_id: string, change: (video: Clip['video']) => Partial<Clip['video']>) {
    this.clips = this.clips.map((clip) =>
      clip.video.id === video_id
        ? { ...clip, video: { ...clip.video, ...change(clip.video) } }
        : clip,
    );
    this.#keep();
  }

  edit_author(handle: string, followed: boolean) {
    this.clips = this.clips.map((clip) =>
      clip.video.author.handle === handle
        ? { ...clip, video: { ...clip.video, author: { ...clip.video.author, followed } } }
        : clip,
    );
    this.#keep();
  }

  // Forget what lies ahead: the feed has just been told something that the next page must heed.
  // The very next clip may stay, if it fits: a swipe should not have to wait.
  async drop_ahead(fits?: (next: Clip) => boolean) {
    this.#turn += 1;
    this.#dropped = true;
    const next = this.clips[this.index + 1];
    const kept = next !== undefined && fits?.(next) ? 2 : 1;
    this.clips = this.clips.slice(0, this.index + kept);
    const filled = this.again();
    if (kept === 1) await filled;
  }

  #have(): string[] {
    return this.#dropped ? this.clips.map((clip) => clip.video.id).reverse() : [];
  }

  #after_drop() {
    this.asking = false;
    return this.again();
  }

  // Written a little later: a swipe has better things to do.
  #keep() {
    clearTimeout(this.#keeping);
    this.#keeping = setTimeout(() => this.keep(), kKeepAfter_ms);
  }

  keep() {
    clearTimeout(this.#keeping);
    const first = Math.max(0, this.index - kKeptMax / 2);
    const kept = this.clips.slice(first, first + kKeptMax);
    const state = { at_ms: Date.now(), index: this.index - first, clips: kept };
    try {
      sessionStorage.setItem(`soleil.feed.${this.key}`, JSON.stringify(state));
    } catch {
      // a full or forbidden storage only costs the place after a reload
    }
  }

  #restore() {
    try {
      const state = JSON.parse(sessionStorage.getItem(`soleil.feed.${this.key}`) ?? 'null');
      if (!state || Date.now() - state.at_ms > kFreshFor_ms) return;
      this.clips = state.clips;
      this.index = Math.min(state.index, Math.max(0, this.clips.length - 1));
    } catch {
      // nothing kept
    }
  }
}

const open = new Map<string, Feed>();
const kOpenMax = 6;

export function feed_at(key: string, make: () => Feed): Feed {
  const known = open.get(key);
  const feed = known ?? make();
  open.delete(key);
  open.set(key, feed);
  if (open.size > kOpenMax) open.delete(open.keys().next().value!);
  return feed;
}

// Another person signed in, or something was asked of the feed: every feed starts anew, but for the
// one that is being watched.
export function forget_feeds(watched?: Feed) {
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith('soleil.feed.') && key !== `soleil.feed.${watched?.key}`)
      sessionStorage.removeItem(key);
  }
  open.clear();
  if (watched) open.set(watched.key, watched);
}
