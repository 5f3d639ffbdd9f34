// The service worker: the shell opens without a network, and a video shared from another app
// waits for the upload page. Answers of the API and media are never kept here.
const kShell = 'soleil-shell-2';
const kShared = 'soleil-shared';
const kKept = ['/offline.html', '/offline.css', '/offline.js', '/favicon.svg'];

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(kShell).then((cache) => cache.addAll(kKept)));
  self.skipWaiting();
});

self.addEventListener('activate', (event) => {
  const known = [kShell, kShared];
  const sweep = async () => {
    for (const name of await caches.keys()) if (!known.includes(name)) await caches.delete(name);
    await self.clients.claim();
  };
  event.waitUntil(sweep());
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.method === 'POST' && url.pathname === '/upload') event.respondWith(keep_shared(request));
  else if (request.method === 'GET' && url.pathname.startsWith('/assets/')) event.respondWith(asset(request));
  else if (request.mode === 'navigate') event.respondWith(page(request));
  else if (kKept.includes(url.pathname)) {
    event.respondWith(fetch(request).catch(() => caches.match(request)));
  }
});

// The share target: the file is put aside, the page picks it up at /upload?shared.
async function keep_shared(request) {
  const form = await request.formData();
  const file = form.get('video');
  if (file instanceof File) {
    const title = String(form.get('title') || form.get('text') || '');
    const headers = { 'Content-Type': file.type, 'X-Name': encodeURIComponent(file.name), 'X-Title': encodeURIComponent(title) };
    const cache = await caches.open(kShared);
    await cache.put('/shared-video', new Response(file, { headers }));
  }
  return Response.redirect('/upload?shared', 303);
}

// Hashed names: what is here is right for ever.
async function asset(request) {
  const cache = await caches.open(kShell);
  const kept = await cache.match(request);
  if (kept) return kept;
  const fresh = await fetch(request);
  if (fresh.ok && fresh.status === 200) await cache.put(request, fresh.clone());
  return fresh;
}

async function page(request) {
  try {
    return await fetch(request);
  } catch {
    return caches.match('/offline.html');
  }
}
