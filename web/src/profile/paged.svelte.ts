// A list of videos that comes in pages, with every way it can go told to the screen.
import type { Video, VideoPage } from '../api/types';

export class Paged {
  videos = $state<Video[]>([]);
  loading = $state(true);
  failed = $state<unknown>();
  #next: string | undefined;
  readonly #ask: (after: string | undefined) => Promise<VideoPage>;

  constructor(ask: (after: string | undefined) => Promise<VideoPage>) {
    this.#ask = ask;
    void this.load_more();
  }

  get more(): boolean {
    return !this.loading && this.#next !== undefined;
  }

  async load_more(): Promise<void> {
    this.loading = true;
    this.failed = undefined;
    try {
      const page = await this.#ask(this.#next);
      const seen = new Set(this.videos.map((video) => video.id));
      this.videos.push(...page.videos.filter((video) => !seen.has(video.id)));
      this.#next = page.next || undefined;
    } catch (error) {
      this.failed = error;
    } finally {
      this.loading = false;
    }
  }

  /** A video that changed, in its place; a new one on top. */
  show(video: Video, { add = false } = {}): void {
    const at = this.videos.findIndex((other) => other.id === video.id);
    if (at >= 0) this.videos[at] = video;
    else if (add && !this.loading) this.videos.unshift(video);
  }
}
