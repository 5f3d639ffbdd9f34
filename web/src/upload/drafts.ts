// The device's memory of uploads that are not over: what was written, where the server's
// upload is, and the file itself when the browser lets us keep it. A closed tab or a flat battery
// loses nothing.
import type { Caption } from './caption';

export type Refusal = { reason: string; message: string };

export type Draft = {
  id: string;
  account_id: string;
  filename: string;
  size: number;
  type: string;
  modified_ms: number;
  created_ms: number;
  caption: Caption;
  publish: boolean; // the person pressed "Publish"; the server may not know yet
  sent: boolean; // the server holds every byte
  paused: boolean;
  refused?: Refusal; // by the server: it is not sent again by itself
  upload_url?: string;
  video_id?: string;
};

/** What the browser kept of the file: its place on the device, or a copy. */
export type KeptFile = { handle: FileSystemFileHandle } | { blob: Blob };

export interface DraftStore {
  all(): Promise<Draft[]>;
  get(id: string): Promise<Draft | undefined>;
  put(draft: Draft): Promise<void>;
  remove(id: string): Promise<void>; // the file with it
  file(id: string): Promise<KeptFile | undefined>;
  put_file(id: string, file: KeptFile): Promise<void>;
  remove_file(id: string): Promise<void>;
}

/** Small files are copied into the browser's storage; large ones only when it has ample room. */
const kBlobMax = 300 * 1024 * 1024;

export async function may_keep_copy(size: number): Promise<boolean> {
  if (size > kBlobMax) return false;
  const room = await navigator.storage?.estimate?.().catch(() => undefined);
  if (!room?.quota) return true;
  return room.quota - (room.usage ?? 0) > size * 4;
}

/** Same file as before? Name and date may change when a phone copies it; its size does not. */
export function looks_like(draft: Draft, file: File): boolean {
  if (draft.size !== file.size) return false;
  return draft.filename === file.name || draft.modified_ms === file.lastModified;
}

export function is_the_same(draft: Draft, file: File): boolean {
  const { filename, size, modified_ms } = draft;
  return filename === file.name && size === file.size && modified_ms === file.lastModified;
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('IndexedDB failed'));
  });
}

export async function open_draft_store(): Promise<DraftStore> {
  const opening = indexedDB.open('soleil_uploads', 1);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore('drafts', { keyPath: 'id' });
    // Apart from the words, which are saved at every pause in typing.
    opening.result.createObjectStore('files');
  };
  const database = await done(opening);
  const table = (name: string, mode: IDBTransactionMode = 'readwrite') =>
    database.transaction(name, mode).objectStore(name);
  return {
    all: () => done<Draft[]>(table('drafts', 'readonly').getAll()),
    get: (id) => done<Draft | undefined>(table('drafts', 'readonly').get(id)),
    put: async (draft) => void (await done(table('drafts').put(draft))),
    file: (id) => done<KeptFile | undefined>(table('files', 'readonly').get(id)),
    put_file: async (id, file) => void (await done(table('files').put(file, id))),
    remove_file: async (id) => void (await done(table('files').delete(id))),
    remove: async (id) => {
      await done(table('files').delete(id));
      await done(table('drafts').delete(id));
    },
  };
}

/** When storage is forbidden (private windows of some browsers): this tab only. */
export function memory_draft_store(): DraftStore {
  const drafts = new Map<string, Draft>();
  return {
    all: async () => [...drafts.values()],
    get: async (id) => drafts.get(id),
    put: async (draft) => void drafts.set(draft.id, draft),
    remove: async (id) => void drafts.delete(id),
    file: async () => undefined, // the page holds the file itself while it is open
    put_file: async () => undefined,
    remove_file: async () => undefined,
  };
}
