// Files shared from another app: the service worker put them aside and opened /upload?shared.
const kSharedCache = 'soleil-shared'; // as in public/sw.js

export type SharedFile = { file: File; title: string };

export async function take_shared_files(): Promise<SharedFile[]> {
  if (!('caches' in globalThis) || !(await caches.has(kSharedCache))) return [];
  const cache = await caches.open(kSharedCache);
  const files: SharedFile[] = [];
  for (const request of await cache.keys()) {
    const kept = await cache.match(request);
    if (kept) files.push(await file_of(kept));
  }
  await caches.delete(kSharedCache);
  return files;
}

async function file_of(kept: Response): Promise<SharedFile> {
  const name = decodeURIComponent(kept.headers.get('X-Name') ?? 'video');
  const type = kept.headers.get('Content-Type') ?? '';
  const title = decodeURIComponent(kept.headers.get('X-Title') ?? '');
  return { file: new File([await kept.blob()], name, { type }), title };
}
