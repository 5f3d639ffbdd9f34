// Uploads that outlive the page: one sent at a time, each resumed where the server stopped.
import type { Upload, Video } from '../api/types';
import { random_id } from '../app/random_id';
import { empty_caption, type Caption } from './caption';
import {
  is_the_same,
  looks_like,
  may_keep_copy,
  memory_draft_store,
  type Draft,
  type DraftStore,
  type Refusal,
} from './drafts';
import { remember_left } from './resume';
import { start_transfer, type TransferEnd } from './transfer';
import {
  draft_of,
  is_for_good,
  metadata_of,
  opened_file,
  type HandleWithPermission,
} from './upload_parts';
import { UploadItem } from './upload_item.svelte';

/** What the queue asks of the server. */
export interface UploadServer {
  endpoint: string; // absolute
  csrf(): string;
  renew_session(): Promise<unknown>;
  size_max(): Promise<number | undefined>;
  unfinished(): Promise<Upload[]>;
  video(video_id: string): Promise<Video | undefined>;
  describe(video_id: string, caption: Caption): Promise<{ video?: Video; error?: string }>;
  discard_upload(upload_url: string): Promise<void>;
  discard_video(video_id: string): Promise<void>;
}

export type PickedFile = { file: File; handle?: FileSystemFileHandle; title?: string };
export type Rejection = {
  filename: string;
  reason: 'empty' | 'not_video' | 'too_large' | 'already';
};

const kBackoffMs = [500, 1_000, 2_000, 4_000, 8_000, 15_000];
const kVideoName = /\.(mp4|m4v|mov|webm|mkv|avi|3gp|3g2|ogv|ts|mts|m2ts|mpg|mpeg|flv|wmv)$/i;

export class UploadQueue {
  items = $state<UploadItem[]>([]);
  size_max = $state<number>();
  #store: DraftStore = memory_draft_store();
  #account_id = '';
  #language = 'en';
  readonly #server: UploadServer;

  constructor(server: UploadServer) {
    this.#server = server;
  }

  /** Takes up what an earlier visit left. Called again when someone else signs in. */
  async open(store: DraftStore, account_id: string, language: string): Promise<void> {
    this.#language = language;
    if (this.#account_id === account_id) return this.#retry_signed_out();
    this.close();
    this.#account_id = account_id;
    this.#store = store;
    window.addEventListener('online', this.#wake);
    window.addEventListener('offline', this.#doze);
    const drafts = (await store.all()).filter((draft) => draft.account_id === account_id);
    drafts.sort((a, b) => a.created_ms - b.created_ms);
    for (const draft of drafts) await this.#adopt(draft);
    this.size_max = await this.#server.size_max().catch(() => undefined);
    await this.#adopt_unknown().catch(() => undefined);
  }

  /** Signed out: the drafts stay on the device, nothing is sent any more. */
  close(): void {
    for (const item of this.items) {
      clearTimeout(item.retry_timer);
      void item.transfer?.stop();
    }
    this.items = [];
    this.#account_id = '';
    window.removeEventListener('online', this.#wake);
    window.removeEventListener('offline', this.#doze);
  }

  async add(picked: PickedFile[]): Promise<Rejection[]> {
    const rejections: Rejection[] = [];
    for (const { file, handle, title } of picked) {
      const reason = this.#reason_against(file);
      if (reason) {
        rejections.push({ filename: file.name, reason });
        continue;
      }
      const again = this.items.find((i) => i.state === 'needs_file' && looks_like(i.draft, file));
      // On its way from here or from another tab.
      const already = this.items.some((i) => i.state !== 'sent' && is_the_same(i.draft, file));
      if (again) await this.give_file(again, file, handle);
      else if (already) rejections.push({ filename: file.name, reason: 'already' });
      else await this.#add_new(file, handle, title);
    }
    return rejections;
  }

  /** The same file chosen again. False when it is another one: its bytes would not fit. */
  async give_file(item: UploadItem, file: File, handle?: FileSystemFileHandle): Promise<boolean> {
    if (item.draft.size !== file.size) return false;
    item.file = file;
    await this.#keep_file(item, file, handle);
    item.stand_still('queued');
    await this.save(item);
    this.#pump();
    return true;
  }

  /** Asks the browser for the file it remembers; needs a click. */
  async reopen_handle(item: UploadItem): Promise<boolean> {
    const handle = item.handle as HandleWithPermission | undefined;
    if (!handle || (await handle.requestPermission?.({ mode: 'read' })) !== 'granted') return false;
    const file = await handle.getFile().catch(() => undefined);
    return file ? this.give_file(item, file, handle) : false;
  }

  pause(item: UploadItem): void {
    item.draft.paused = true;
    item.stand_still('paused');
    void this.#stop(item).then(() => this.#pump());
    void this.save(item);
  }

  resume(item: UploadItem): void {
    item.draft.paused = false;
    item.refused = undefined;
    delete item.draft.refused;
    item.stand_still(item.file ? 'queued' : 'needs_file');
    void this.save(item);
    this.#pump();
  }

  /** Throws the upload away here and there. */
  async cancel(item: UploadItem): Promise<void> {
    this.#forget(item);
    await this.#stop(item);
    const { upload_url, video_id, sent } = item.draft;
    if (sent && video_id) await this.#server.discard_video(video_id);
    else if (upload_url) await this.#server.discard_upload(upload_url);
    this.#pump();
  }

  /** Takes a finished one off the list; the video stays. */
  dismiss(item: UploadItem): void {
    this.#forget(item);
  }

  async publish(item: UploadItem): Promise<void> {
    item.publish = true;
    item.published = false;
    item.publish_error = undefined;
    await this.save(item);
    if (item.state === 'sent') await this.#describe(item);
  }

  async save(item: UploadItem): Promise<void> {
    if (!this.items.includes(item)) return;
    await this.#store.put(item.kept()).catch(() => undefined);
  }

  /** News from /me/events. */
  video_changed(video: Video): void {
    const item = this.items.find((i) => i.draft.video_id === video.id);
    if (item) this.#show_video(item, video);
  }

  #show_video(item: UploadItem, video: Video): void {
    item.video = video;
    const over = video.state === 'removed' || (video.state === 'published' && item.published);
    // What is over needs no memory on the device; it stays on the screen until dismissed.
    if (over) void this.#store.remove(item.draft.id).catch(() => undefined);
    if (video.state === 'removed') this.items = this.items.filter((i) => i !== item);
  }

  #reason_against(file: File): Rejection['reason'] | undefined {
    if (file.size === 0) return 'empty';
    if (!file.type.startsWith('video/') && !kVideoName.test(file.name)) return 'not_video';
    if (this.size_max !== undefined && file.size > this.size_max) return 'too_large';
    return undefined;
  }

  async #add_new(file: File, handle?: FileSystemFileHandle, title = ''): Promise<void> {
    const draft: Draft = {
      id: random_id(),
      account_id: this.#account_id,
      filename: file.name,
      size: file.size,
      type: file.type,
      modified_ms: file.lastModified,
      created_ms: Date.now(),
      caption: { ...empty_caption(this.#language), title },
      publish: false,
      sent: false,
      paused: false,
    };
    const item = new UploadItem(draft);
    item.file = file;
    this.#take(item);
    await this.save(item);
    await this.#keep_file(item, file, handle);
  }

  async #keep_file(item: UploadItem, file: File, handle?: FileSystemFileHandle): Promise<void> {
    item.handle = handle;
    const copy = await may_keep_copy(file.size);
    const kept = copy ? { blob: file } : handle ? { handle } : undefined;
    if (!kept) return; // no room: the words stay, the person will be asked for the file again
    const keeping = this.#store.put_file(item.draft.id, kept);
    item.kept_here = await keeping.then(
      () => true,
      () => false,
    );
  }

  async #adopt(draft: Draft): Promise<void> {
    const item = new UploadItem(draft);
    item.stand_still('elsewhere');
    this.#take(item);
  }

  /** Uploads begun on this account whose words this device does not have. */
  async #adopt_unknown(): Promise<void> {
    for (const upload of await this.#server.unfinished()) {
      if (this.items.some((item) => item.draft.video_id === upload.video_id)) continue;
      const item = new UploadItem(draft_of(upload, this.#account_id, this.#language));
      item.draft.upload_url = `${this.#server.endpoint}/${upload.id}`;
      item.bytes_sent = upload.offset;
      this.#take(item);
    }
  }

  /** Only one tab may send a file: the lock passes on by itself when that tab closes. */
  #take(item: UploadItem): void {
    this.items.push(item);
    const tracked = this.items.at(-1)!;
    if (!navigator.locks) return void this.#ready(tracked);
    void navigator.locks.request(`soleil_upload_${item.draft.id}`, async () => {
      await this.#ready(tracked);
      await new Promise<void>((resolve) => (tracked.release = resolve));
    });
  }

  async #ready(item: UploadItem): Promise<void> {
    if (item.state === 'elsewhere' && !(await this.#reload(item))) return this.#forget(item);
    if (item.draft.sent) {
      item.stand_still('sent');
      await this.#after_sent(item);
    } else if (item.draft.refused) item.stand_still('refused');
    else if (!item.file) item.stand_still('needs_file');
    else item.stand_still(item.draft.paused ? 'paused' : 'queued');
    this.#pump();
  }

  /** What the tab that held it before us left behind. False: it finished or was thrown away. */
  async #reload(item: UploadItem): Promise<boolean> {
    const id = item.draft.id;
    const draft = await this.#store.get(id).catch(() => undefined);
    if (!draft) return false;
    item.load(draft);
    const kept = draft.sent ? undefined : await this.#store.file(id).catch(() => undefined);
    if (kept && 'blob' in kept) item.file = kept.blob;
    if (kept && 'handle' in kept) item.handle = kept.handle;
    if (item.handle) item.file = await opened_file(item.handle, draft.size);
    return true;
  }

  #pump(): void {
    const over = (item: UploadItem) => (item.state === 'sent' ? item.published : item.refused);
    remember_left(!this.items.every(over));
    if (this.items.some((item) => item.state === 'sending')) return;
    const next = this.items.find((item) => item.state === 'queued' && item.file);
    if (next) this.#send(next);
  }

  #send(item: UploadItem): void {
    item.stand_still('sending');
    item.transfer = start_transfer(
      {
        endpoint: this.#server.endpoint,
        file: item.file!,
        ...(item.draft.upload_url ? { upload_url: item.draft.upload_url } : {}),
        metadata: metadata_of(item),
        csrf: () => this.#server.csrf(),
      },
      {
        url: (upload_url, video_id) => this.#remember(item, upload_url, video_id),
        progress: (bytes_sent) => {
          if (item.state === 'sending') item.progress(bytes_sent);
        },
        end: (end) => void this.#ended(item, end),
      },
    );
  }

  #remember(item: UploadItem, upload_url: string, video_id: string | undefined): void {
    item.draft.upload_url = upload_url;
    if (video_id) item.draft.video_id = item.video_id = video_id;
    void this.save(item);
  }

  async #ended(item: UploadItem, end: TransferEnd): Promise<void> {
    if (item.state !== 'sending') return; // paused or cancelled meanwhile
    item.transfer = undefined;
    if (end.kind === 'sent') await this.#all_there(item);
    else if (end.kind === 'sign_in') item.stand_still('sign_in');
    else if (end.kind === 'new_session') {
      await this.#server.renew_session().catch(() => undefined);
      this.#later(item, undefined);
    } else if (end.kind === 'refused') {
      await this.#refuse(item, { reason: end.reason, message: end.message });
    } else this.#later(item, end.wait_ms);
    this.#pump();
  }

  /** Kept on the device too: a file refused once must not travel again at each visit. */
  async #refuse(item: UploadItem, refusal: Refusal): Promise<void> {
    item.refused = item.draft.refused = refusal;
    item.stand_still('refused');
    await this.save(item);
    if (is_for_good(refusal)) await this.#store.remove_file(item.draft.id).catch(() => undefined);
  }

  #later(item: UploadItem, wait_ms: number | undefined): void {
    item.stand_still('waiting');
    const step = Math.min(item.attempts++, kBackoffMs.length - 1);
    const wait = Math.max(wait_ms ?? 0, kBackoffMs[step]!);
    item.retry_timer = setTimeout(() => this.#wake_one(item), wait);
  }

  #wake_one(item: UploadItem): void {
    if (item.state !== 'waiting') return;
    item.stand_still('queued');
    this.#pump();
  }

  #wake = (): void => this.items.forEach((item) => this.#wake_one(item));

  /** The radio is gone: say so at once instead of waiting for a socket to time out. */
  #doze = (): void => {
    for (const item of this.items.filter((i) => i.state === 'sending')) {
      item.stand_still('waiting');
      void this.#stop(item);
    }
  };

  #retry_signed_out(): void {
    for (const item of this.items) if (item.state === 'sign_in') this.resume(item);
  }

  async #all_there(item: UploadItem): Promise<void> {
    item.stand_still('sent');
    item.bytes_sent = item.draft.size;
    item.draft.sent = true;
    item.file = undefined;
    await this.save(item);
    await this.#store.remove_file(item.draft.id).catch(() => undefined);
    await this.#after_sent(item);
  }

  async #after_sent(item: UploadItem): Promise<void> {
    if (item.publish) await this.#describe(item);
    if (!item.draft.video_id || item.video) return;
    const video = await this.#server.video(item.draft.video_id).catch(() => undefined);
    if (video) this.#show_video(item, video);
  }

  async #describe(item: UploadItem): Promise<void> {
    if (!item.draft.video_id) return;
    const caption = $state.snapshot(item.caption);
    const answer = await this.#server.describe(item.draft.video_id, caption);
    item.published = answer.error === undefined;
    item.publish_error = answer.error;
    if (answer.video) this.#show_video(item, answer.video);
  }

  async #stop(item: UploadItem): Promise<void> {
    const transfer = item.transfer;
    item.transfer = undefined;
    await transfer?.stop().catch(() => undefined);
  }

  #forget(item: UploadItem): void {
    clearTimeout(item.retry_timer);
    this.items = this.items.filter((i) => i !== item);
    item.release?.();
    void this.#store.remove(item.draft.id).catch(() => undefined);
  }
}
