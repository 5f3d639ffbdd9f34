// Where a feed's clips come from, a page at a time: the recommender, or a list someone opened.
import { ask_session, call } from '../api/client';
import type { Surface, Video, VideoPage } from '../api/types';
import { had, is_plain, keep_plain, remember_had } from '../controls/plain';

export interface Clip {
  video: Video;
  surface: Surface;
  page_id?: string;
  position?: number;
}

// The next page; empty: nothing is left. `have`: what is still here, newest first, when something
// of what was given was thrown away, so that the server may give that again.
export type Pages = (have: string[]) => Promise<Clip[]>;

export type FeedKind = 'for_you' | 'following' | 'topic';

const kPageSize = 6;
const kHaveMax = 2000;

export function recommended(kind: FeedKind, topic?: string): Pages {
  return async (kept) => {
    await ask_session(); // a new guest gets one cookie, not two
    const wanted = { kind, count: kPageSize, ...(topic ? { topic } : {}) };
    const have = is_plain() ? had() : kept.slice(0, kHaveMax);
    const tells = is_plain() || have.length > 0;
    const page = tells
      ? await call('post', '/api/v1/feed', { body: { ...wanted, have } })
      : await call('get', '/api/v1/feed', { query: wanted });
    const plain = page.videos.some((video) => video.explained);
    if (plain) {
      keep_plain(true); // turned off on another device, perhaps
      remember_had(page.videos.map((video) => video.id));
    }
    return page.videos.map((video, position) => ({
      video,
      surface: kind,
      page_id: page.page_id,
      position,
    }));
  };
}

// A profile's, sound's or tag's clips from `start` on.
export function listed(list: string, start: string): Pages {
  const [kind = '', name = ''] = [
    list.slice(0, list.indexOf(':')),
    list.slice(list.indexOf(':') + 1),
  ];
  let after: string | undefined;
  let over = false;
  let found = false;
  return async () => {
    while (!over) {
      const page: VideoPage = await list_page(kind, name, after);
      after = page.next;
      over = !after;
      const videos = found ? page.videos : from_start(page.videos, start);
      found ||= videos.length > 0;
      const clips = videos.filter((video) => video.id !== start && video.state === 'published');
      if (clips.length) return clips.map((video) => ({ video, surface: kind as Surface }));
    }
    return [];
  };
}

function from_start(videos: Video[], start: string): Video[] {
  const at = videos.findIndex((video) => video.id === start);
  return at < 0 ? [] : videos.slice(at);
}

function list_page(kind: string, name: string, after: string | undefined): Promise<VideoPage> {
  const query = after ? { after } : {};
  if (kind === 'profile') {
    return call('get', '/api/v1/accounts/{handle}/videos', { path: { handle: name }, query });
  }
  if (kind === 'sound') {
    return call('get', '/api/v1/sounds/{sound_id}/videos', { path: { sound_id: name }, query });
  }
  return call('get', '/api/v1/tags/{tag}/videos', { path: { tag: name }, query });
}

export function is_list(list: string | null): list is string {
  return /^(profile|sound|tag):./.test(list ?? '');
}

// One shared clip first, then what follows.
export function opened(video_id: string, list: string | null, then: Pages): Pages {
  const surface: Surface = is_list(list) ? (list.slice(0, list.indexOf(':')) as Surface) : 'link';
  let first = true;
  return async (have) => {
    if (!first) return (await then(have)).filter((clip) => clip.video.id !== video_id);
    const video = await call('get', '/api/v1/videos/{video_id}', { path: { video_id } });
    first = false;
    return [{ video, surface }];
  };
}
