// News of my videos while somebody looks.
import { on_event } from '../api/events';
import type { Video } from '../api/types';

/** Returns how to stop listening. */
export function on_video(listener: (video: Video) => void): () => void {
  return on_event('video', (data) => listener(JSON.parse(data) as Video));
}
