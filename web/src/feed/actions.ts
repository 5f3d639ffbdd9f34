// What a person does to a clip. Shown at once, sent, and taken back when the server refuses.
import { ApiError, call } from '../api/client';
import type { Mute, Video } from '../api/types';
import { choose, preferences } from '../app/preferences.svelte';
import { go } from '../app/router.svelte';
import { error_text } from '../i18n/error_text';
import { t } from '../i18n/index.svelte';
import { tracks_of } from '../player/captions';
import { controls } from '../controls/controls.svelte';
import { is_plain } from '../controls/plain';
import { copy_text } from '../ui/copy';
import { toast } from '../ui/toast.svelte';
import { record } from './facts';
import { forget_feeds, type Feed } from './feed.svelte';

const sign_in = () =>
  go(`/sign-in?back=${encodeURIComponent(location.pathname + location.search)}`);

function refused(error: unknown) {
  const needs_account =
    error instanceof ApiError && (error.status === 401 || error.code === 'denied');
  if (needs_account)
    toast(t.feed.needs_account, { label: t.app.sign_in, run: sign_in });
  else toast(error_text(error));
}

export async function set_like(feed: Feed, video: Video, liked: boolean) {
  if (video.liked === liked) return;
  const put = (to: boolean) =>
    feed.edit(video.id, (now) => ({
      liked: to,
      like_count: now.like_count + (to === now.liked ? 0 : to ? 1 : -1),
    }));
  put(liked);
  try {
    await call(liked ? 'put' : 'delete', '/api/v1/videos/{video_id}/like', {
      path: { video_id: video.id },
    });
  } catch (error) {
    put(!liked);
    refused(error);
  }
}

export async function set_follow(feed: Feed, video: Video, followed: boolean) {
  const { handle } = video.author;
  feed.edit_author(handle, followed);
  try {
    await call(followed ? 'put' : 'delete', '/api/v1/accounts/{handle}/follow', {
      path: { handle },
      ...(followed ? { query: { video: video.id } } : {}),
    });
    if (followed) toast(t.feed.followed(video.author.display_name));
  } catch (error) {
    feed.edit_author(handle, !followed);
    refused(error);
  }
}

export async function copy_link(video: Video) {
  if (!(await copy_text(video.url))) return toast(video.url);
  toast(t.feed.link_copied);
  record({ type: 'shared', video_id: video.id });
}

export async function share(video: Video) {
  if (!('share' in navigator) || matchMedia('(hover: hover) and (pointer: fine)').matches)
    return copy_link(video);
  try {
    await navigator.share({ title: video.title, url: video.url });
    record({ type: 'shared', video_id: video.id });
  } catch (error) {
    if ((error as DOMException).name !== 'AbortError') await copy_link(video);
  }
}

// Said too, because nothing may be spoken at this moment.
export function toggle_captions(video: Video) {
  if (!tracks_of(video).length) return toast(t.feed.captions_none);
  choose('captions', !preferences.captions);
  toast(preferences.captions ? t.feed.captions_shown : t.feed.captions_hidden);
}

// Takes effect on the next page, so what lies ahead is asked for anew; so does taking it back.
// Resolves once there is something to swipe to.
export async function not_interested(feed: Feed, video: Video) {
  if (is_plain()) {
    const { handle, display_name } = video.author;
    const mute = () => void mute_and_go_on(feed, 'author', handle, display_name);
    return toast(t.feed.nothing_kept, { label: t.controls.mute_name(`@${handle}`), run: mute });
  }
  record({ type: 'not_interested', video_id: video.id });
  toast(t.feed.less_of_this, {
    label: t.ui.undo,
    run: () => {
      record({ type: 'undo_not_interested', video_id: video.id });
      void feed.drop_ahead(() => true);
    },
  });
  await feed.drop_ahead(
    ({ video: next }) =>
      next.author.handle !== video.author.handle &&
      (next.sound === undefined || next.sound.id !== video.sound?.id),
  );
}

export async function mute_and_go_on(feed: Feed, kind: Mute['kind'], what: string, name: string) {
  if (!(await controls.mute(kind, what, name))) return;
  forget_feeds(feed);
  await feed.drop_ahead();
}
