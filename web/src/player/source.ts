// Feeds one <video> with one clip: HLS by hls.js, HLS by the browser, or the plain MP4.
import type Hls from 'hls.js';
import type { Media } from '../api/types';
import { save_bandwidth_bps, saved_bandwidth_bps } from './bandwidth';

export interface Source {
  warm(): void; // hold little: it may never be asked for
  play(): void; // hold enough to ride out a slow moment
  rungs(): number[]; // short sides that can be asked for, best last
  limit(height: number): void; // play this rung; 0: as the screen and the network allow
  detach(): void;
}

export type Trouble = 'network' | 'broken' | 'gone';

const kWarm_s = 2;
const kPlay_s = 20;
const kRetriesMax = 3;

let library: Promise<typeof Hls> | undefined;
function load_library() {
  library ??= import('hls.js/light').then((module) => module.default);
  library.catch(() => (library = undefined));
  return library;
}

const plays_media_source = 'MediaSource' in globalThis || 'ManagedMediaSource' in globalThis;

// Called early, beside the first request: the library is here when the first clip is.
export function prepare() {
  if (plays_media_source) void load_library().catch(() => undefined);
}

export async function attach(
  video: HTMLVideoElement,
  media: Media,
  on_trouble: (trouble: Trouble) => void,
  still_wanted: () => boolean,
): Promise<Source | undefined> {
  if (plays_media_source) {
    const library = await load_library().catch(() => undefined);
    if (!still_wanted()) return undefined;
    if (library?.isSupported()) return attach_hls(library, video, media, on_trouble);
  }
  const native = video.canPlayType('application/vnd.apple.mpegurl') !== '';
  const url = native ? media.hls : media.mp4;
  if (!url) {
    on_trouble('broken');
    return undefined;
  }
  return attach_url(video, url, on_trouble);
}

export function attach_url(
  video: HTMLVideoElement,
  url: string,
  on_trouble: (trouble: Trouble) => void,
): Source {
  const failed = () => on_trouble(video.error?.code === 2 ? 'network' : 'broken');
  video.addEventListener('error', failed);
  video.src = url;
  return {
    warm: () => (video.preload = 'auto'),
    play: () => (video.preload = 'auto'),
    rungs: () => [],
    limit: () => undefined,
    detach: () => {
      video.removeEventListener('error', failed);
      empty(video);
    },
  };
}

function empty(video: HTMLVideoElement) {
  video.removeAttribute('src');
  video.load();
}

function attach_hls(
  library: typeof Hls,
  video: HTMLVideoElement,
  media: Media,
  on_trouble: (trouble: Trouble) => void,
): Source {
  const hls = new library({
    enableWorker: false, // fMP4 needs no repackaging
    startFragPrefetch: true,
    capLevelToPlayerSize: true,
    testBandwidth: false, // the saved estimate is the test
    abrEwmaDefaultEstimate: saved_bandwidth_bps(),
    maxBufferLength: kWarm_s,
    maxMaxBufferLength: kWarm_s * 2,
    backBufferLength: 90, // a loop or a step back finds its start still here
  });
  const { Events, ErrorTypes } = library;
  let asked_height = 0;
  let retries = 0;
  let repaired = false;

  const short_side = (level: { width: number; height: number }) =>
    Math.min(level.width, level.height);
  const apply_limit = () => {
    if (asked_height === 0) hls.nextLevel = -1;
    else hls.nextLevel = hls.levels.findLastIndex((level) => short_side(level) <= asked_height);
  };

  hls.on(Events.MANIFEST_PARSED, () => asked_height && apply_limit());
  hls.on(Events.FRAG_LOADED, () => save_bandwidth_bps(hls.bandwidthEstimate));
  hls.on(Events.ERROR, (_, trouble) => {
    if (!trouble.fatal) return;
    const status = trouble.response?.code ?? 0;
    if (status === 403 || status === 404) on_trouble('gone');
    else if (trouble.type === ErrorTypes.MEDIA_ERROR && !repaired) {
      repaired = true;
      hls.recoverMediaError();
    } else if (trouble.type === ErrorTypes.NETWORK_ERROR && retries < kRetriesMax) {
      retries++;
      setTimeout(
        () => (hls.levels?.length ? hls.startLoad() : hls.loadSource(media.hls)),
        400 * 2 ** retries,
      );
    } else on_trouble(trouble.type === ErrorTypes.NETWORK_ERROR ? 'network' : 'broken');
  });
  hls.attachMedia(video);
  hls.loadSource(media.hls);

  const hold = (ahead_s: number) => {
    hls.config.maxBufferLength = ahead_s;
    hls.config.maxMaxBufferLength = ahead_s * 2;
  };
  return {
    warm: () => hold(kWarm_s),
    play: () => hold(kPlay_s),
    rungs: () =>
      [...new Set(hls.levels.map(short_side))].filter((side) => side > 0).sort((a, b) => a - b),
    limit: (height) => {
      if (height === asked_height) return; // hls.js would empty the buffer to obey
      asked_height = height;
      if (hls.levels?.length) apply_limit();
    },
    detach: () => {
      hls.destroy();
      empty(video);
    },
  };
}
