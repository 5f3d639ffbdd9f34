// News for the person who is here: one stream for all who listen, closed when none does.
type Listener = (data: string) => void;
const listeners = new Map<string, Set<Listener>>();
let stream: EventSource | undefined;

function attach(name: string): void {
  stream?.addEventListener(name, (event: MessageEvent<string>) => {
    for (const listener of listeners.get(name) ?? []) listener(event.data);
  });
}

function open(): void {
  stream = new EventSource('/api/v1/me/events');
  for (const name of listeners.keys()) attach(name);
}

/** Returns how to stop listening. The browser reconnects by itself. */
export function on_event(name: string, listener: Listener): () => void {
  const known = listeners.get(name);
  const all = known ?? new Set<Listener>();
  all.add(listener);
  listeners.set(name, all);
  if (!stream || stream.readyState === EventSource.CLOSED) open();
  else if (!known) attach(name);
  return () => {
    all.delete(listener);
    if ([...listeners.values()].some((some) => some.size > 0)) return;
    stream?.close();
    stream = undefined;
  };
}
