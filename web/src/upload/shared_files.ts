// Files shared from another app: the service worker put them aside and opened /upload?shared.
export const kSharedCache = 'soleil-shared';

export async function take_shared_files(): Promise<File[]> {
  if (!('caches' in globalThis) || !(await caches.has(kSharedCache))) return [];
  const cache = await caches.open(kSharedCache);
  const files: File[] = [];
  for (const request of await cache.keys()) {
    const kept = await cache.match(request);
    if (kept) files.push(await file_of(kept));
  }
  await caches.delete(kSharedCache);
  return files;
}

async function file_of(kept: Response): Promise<File> {
  const name = decodeURIComponent(kept.headers.get('X-File-Name') ?? 'video');
  const type = kept.headers.get('Content-Type') ?? '';
  return new File([await kept.blob()], name, { type });
}
