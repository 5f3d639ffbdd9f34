// One video on its way, as the screen sees it.
import type { Video } from '../api/types';
import { empty_caption, type Caption } from './caption';
import type { Draft, Refusal } from './drafts';
import { Rate } from './rate';
import type { Transfer } from './transfer';

export type UploadState =
  | 'elsewhere' // another tab of this browser is sending it
  | 'needs_file' // the words are here, the file is not: choose it again
  | 'queued'
  | 'sending'
  | 'paused'
  | 'waiting' // no network or a busy server: goes on by itself
  | 'sign_in'
  | 'refused'
  | 'sent'; // every byte is there: `video` tells the rest

export class UploadItem {
  draft: Draft;
  state = $state<UploadState>('queued');
  video_id = $state<string>(); // once the server knows of it
  bytes_sent = $state(0);
  bytes_per_second = $state(0);
  seconds_left = $state<number>();
  refused = $state<Refusal>();
  video = $state<Video>();
  caption: Caption = $state(empty_caption('en'));
  publish = $state(false);
  published = $state(false); // the server took the words
  publish_error = $state<string>();
  submitted = $state(''); // the words as they were when "Publish" was pressed
  file: Blob | undefined;
  handle: FileSystemFileHandle | undefined;
  kept_here = false; // this device remembers the file: a closed tab does not lose it
  transfer: Transfer | undefined;
  attempts = 0;
  release: (() => void) | undefined; // lets another tab take over
  retry_timer: ReturnType<typeof setTimeout> | undefined;
  readonly #rate = new Rate();

  constructor(draft: Draft) {
    this.draft = draft;
    this.load(draft);
  }

  load(draft: Draft): void {
    this.draft = draft;
    this.video_id = draft.video_id;
    this.caption = draft.caption;
    this.publish = draft.publish;
    this.refused = draft.refused;
  }

  get fraction(): number {
    if (this.state === 'sent') return 1;
    return this.draft.size > 0 ? Math.min(1, this.bytes_sent / this.draft.size) : 0;
  }

  /** Bytes still on this side: leaving the page now would stop them. */
  get moving(): boolean {
    return this.state === 'sending' || this.state === 'queued' || this.state === 'waiting';
  }

  progress(bytes_sent: number): void {
    this.attempts = 0;
    this.bytes_sent = bytes_sent;
    this.#rate.add(performance.now(), bytes_sent);
    this.bytes_per_second = this.#rate.bytes_per_second();
    this.seconds_left = this.#rate.seconds_left(this.draft.size - bytes_sent);
  }

  stand_still(state: UploadState): void {
    this.state = state;
    this.#rate.reset();
    this.bytes_per_second = 0;
    this.seconds_left = undefined;
    clearTimeout(this.retry_timer);
  }

  /** The draft as it must be kept now. */
  kept(): Draft {
    return { ...this.draft, caption: $state.snapshot(this.caption), publish: this.publish };
  }
}
