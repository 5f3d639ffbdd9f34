// News of my videos while somebody looks: one stream for all who listen, closed when none does.
import type { Video } from '../api/types';

type Listener = (video: Video) => void;
const listeners = new Set<Listener>();
let stream: EventSource | undefined;

function heard(event: MessageEvent<string>): void {
  const video = JSON.parse(event.data) as Video;
  for (const listener of listeners) listener(video);
}

function open(): void {
  stream = new EventSource('/api/v1/me/events');
  stream.addEventListener('video', heard);
}

/** Returns how to stop listening. The browser reconnects by itself. */
export function on_video(listener: Listener): () => void {
  listeners.add(listener);
  if (!stream || stream.readyState === EventSource.CLOSED) open();
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    stream?.close();
    stream = undefined;
  };
}
