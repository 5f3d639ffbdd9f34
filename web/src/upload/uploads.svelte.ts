// The uploads of whoever is signed in, on every page: moving between pages does not stop them.
import { ApiError, ask_session, call, csrf_token } from '../api/client';
import { here } from '../api/session.svelte';
import type { Video } from '../api/types';
import { error_text } from '../i18n/error_text';
import { language } from '../i18n/index.svelte';
import type { Caption } from './caption';
import { memory_draft_store, open_draft_store } from './drafts';
import { UploadQueue, type UploadServer } from './upload_queue.svelte';
import { on_video } from './video_events';

const kEndpoint = new URL('/api/v1/uploads', location.origin).href;

async function size_max(): Promise<number | undefined> {
  const answer = await fetch(kEndpoint, { method: 'OPTIONS' });
  const size = Number(answer.headers.get('Tus-Max-Size'));
  return size > 0 ? size : undefined;
}

async function discard_upload(upload_url: string): Promise<void> {
  await ask_session();
  const headers = { 'Tus-Resumable': '1.0.0', 'X-Soleil-CSRF': csrf_token() };
  // What can't be thrown away now expires by itself.
  await fetch(upload_url, { method: 'DELETE', headers }).catch(() => undefined);
}

async function describe(video_id: string, caption: Caption) {
  try {
    const path = { video_id };
    return { video: await call('patch', '/api/v1/videos/{video_id}', { path, body: caption }) };
  } catch (error) {
    return { error: error_text(error) };
  }
}

async function video(video_id: string): Promise<Video | undefined> {
  try {
    return await call('get', '/api/v1/videos/{video_id}', { path: { video_id } });
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return undefined;
    throw error;
  }
}

const server: UploadServer = {
  endpoint: kEndpoint,
  csrf: csrf_token,
  renew_session: () => ask_session(true),
  size_max,
  unfinished: async () => (await call('get', '/api/v1/me/uploads')).uploads,
  video,
  describe,
  discard_upload,
  discard_video: async (video_id) => {
    await call('delete', '/api/v1/videos/{video_id}', { path: { video_id } }).catch(
      () => undefined,
    );
  },
};

export const uploads = new UploadQueue(server);

let listening: (() => void) | undefined;

/** Takes up the drafts of the person who is here; lets go of another's. */
export async function open_uploads(): Promise<void> {
  const me = here.me;
  if (!me) {
    listening?.();
    listening = undefined;
    uploads.close();
    return;
  }
  await ask_session();
  const store = await open_draft_store().catch(() => memory_draft_store());
  await uploads.open(store, me.id, language());
  listening ??= on_video((changed) => uploads.video_changed(changed));
}

// A file that this device could not keep is lost to the upload when the page goes away: only then
// is leaving worth a question.
addEventListener('beforeunload', (event) => {
  if (uploads.items.some((item) => item.moving && !item.kept_here)) event.preventDefault();
});
