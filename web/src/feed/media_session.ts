// The headset's and the lock screen's buttons.
import type { Video } from '../api/types';

interface Controls {
  play: () => void;
  pause: () => void;
  step: (by: 1 | -1) => void;
  seek: (time_s: number) => void;
}

export function tell_media_session(video: Video | undefined, controls?: Controls) {
  const session = navigator.mediaSession;
  if (!session) return;
  session.metadata = video
    ? new MediaMetadata({
        title: video.title,
        artist: video.author.display_name,
        artwork: video.media?.poster ? [{ src: video.media.poster }] : [],
      })
    : null;
  const handlers: [MediaSessionAction, MediaSessionActionHandler][] = [
    ['play', () => controls?.play()],
    ['pause', () => controls?.pause()],
    ['nexttrack', () => controls?.step(1)],
    ['previoustrack', () => controls?.step(-1)],
    ['seekto', (details) => details.seekTime !== undefined && controls?.seek(details.seekTime)],
  ];
  for (const [action, handler] of handlers)
    session.setActionHandler(action, controls ? handler : null);
}
