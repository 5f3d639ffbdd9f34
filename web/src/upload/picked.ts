// Files from a drop, with their place on the device where the browser tells it.
import type { PickedFile } from './upload_queue.svelte';

type ItemWithHandle = DataTransferItem & {
  getAsFileSystemHandle?(): Promise<FileSystemHandle | null>;
};

/** Must be called while the drop event is being handled: the browser empties it afterwards. */
export async function dropped_files(transfer: DataTransfer): Promise<PickedFile[]> {
  const items = [...transfer.items].filter((item) => item.kind === 'file');
  const picks = items.map(async (item: ItemWithHandle) => {
    const file = item.getAsFile();
    const handle = await item.getAsFileSystemHandle?.().catch(() => null);
    if (!file) return undefined;
    const place = handle?.kind === 'file' ? (handle as FileSystemFileHandle) : undefined;
    return place ? { file, handle: place } : { file };
  });
  return (await Promise.all(picks)).filter((pick) => pick !== undefined);
}

export function carries_files(transfer: DataTransfer | null): boolean {
  return transfer?.types.includes('Files') ?? false;
}
