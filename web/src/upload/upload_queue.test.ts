import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { memory_draft_store, type DraftStore } from './drafts';
import type { TransferEvents, TransferPlan } from './transfer';
import { UploadQueue, type UploadServer } from './upload_queue.svelte';

type Started = { plan: TransferPlan; events: TransferEvents; stopped: boolean };
const started: Started[] = [];

vi.mock('./transfer', () => ({
  start_transfer: (plan: TransferPlan, events: TransferEvents) => {
    const one = { plan, events, stopped: false };
    started.push(one);
    return {
      stop: async () => {
        one.stopped = true;
      },
    };
  },
}));

function fake_server(): UploadServer {
  return {
    endpoint: 'http://here/api/v1/uploads',
    csrf: () => 'token',
    renew_session: vi.fn(async () => undefined),
    size_max: async () => 1000,
    unfinished: async () => [],
    video: async () => undefined,
    describe: vi.fn(async () => ({})),
    discard_upload: vi.fn(async () => undefined),
    discard_video: vi.fn(async () => undefined),
  };
}

const clip = (name: string, size = 10) => ({
  file: new File([new Uint8Array(size)], name, { type: 'video/mp4' }),
});
const settle = () => vi.advanceTimersByTimeAsync(0);

describe('upload queue', () => {
  let server: UploadServer;
  let store: DraftStore;
  let queue: UploadQueue;

  beforeEach(async () => {
    vi.useFakeTimers();
    started.length = 0;
    server = fake_server();
    store = memory_draft_store();
    queue = new UploadQueue(server);
    await queue.open(store, 'me', 'fr');
  });
  afterEach(() => {
    queue.close();
    vi.useRealTimers();
  });

  it('refuses before sending what the server would refuse', async () => {
    const text = { file: new File(['hello'], 'letter.txt', { type: 'text/plain' }) };
    const said = await queue.add([clip('empty.mp4', 0), clip('big.mp4', 2000), text]);
    expect(said.map((one) => one.reason)).toEqual(['empty', 'too_large', 'not_video']);
    expect(started).toHaveLength(0);
  });

  it('does not take the same file twice while it is on its way', async () => {
    const file = clip('a.mp4');
    await queue.add([file]);
    const said = await queue.add([file]);
    expect(said.map(({ reason }) => reason)).toEqual(['already']);
    expect(queue.items).toHaveLength(1);
  });

  it('sends one at a time, private, in order', async () => {
    await queue.add([clip('a.mp4'), clip('b.mp4')]);
    await settle();
    expect(started).toHaveLength(1);
    expect(started[0]!.plan.metadata).toMatchObject({ filename: 'a.mp4', visibility: 'private' });
    started[0]!.events.end({ kind: 'sent' });
    await settle();
    expect(started.map((one) => one.plan.metadata.filename)).toEqual(['a.mp4', 'b.mp4']);
  });

  it('tries again by itself, from the upload it had begun', async () => {
    await queue.add([clip('a.mp4')]);
    await settle();
    started[0]!.events.url('http://here/api/v1/uploads/u1', 'v1');
    started[0]!.events.end({ kind: 'later' });
    expect(queue.items[0]!.state).toBe('waiting');
    await vi.advanceTimersByTimeAsync(600);
    expect(started).toHaveLength(2);
    expect(started[1]!.plan.upload_url).toBe('http://here/api/v1/uploads/u1');
  });

  it('waits as long as a busy server asks', async () => {
    await queue.add([clip('a.mp4')]);
    await settle();
    started[0]!.events.end({ kind: 'later', wait_ms: 30_000 });
    await vi.advanceTimersByTimeAsync(29_000);
    expect(started).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1_500);
    expect(started).toHaveLength(2);
  });

  it('goes on at once when the network is back', async () => {
    await queue.add([clip('a.mp4')]);
    await settle();
    window.dispatchEvent(new Event('offline'));
    expect(queue.items[0]!.state).toBe('waiting');
    expect(started[0]!.stopped).toBe(true);
    window.dispatchEvent(new Event('online'));
    await settle();
    expect(started).toHaveLength(2);
  });

  it('publishes once everything is there, not before', async () => {
    await queue.add([clip('a.mp4')]);
    await settle();
    const item = queue.items[0]!;
    item.caption.title = 'Hello';
    started[0]!.events.url('http://here/api/v1/uploads/u1', 'v1');
    await queue.publish(item);
    expect(server.describe).not.toHaveBeenCalled();
    started[0]!.events.end({ kind: 'sent' });
    await settle();
    expect(server.describe).toHaveBeenCalledWith('v1', expect.objectContaining({ title: 'Hello' }));
    expect(item.published).toBe(true);
  });

  it('remembers words and place for the next visit, and asks for the file', async () => {
    await queue.add([clip('a.mp4', 77)]);
    await settle();
    queue.items[0]!.caption.title = 'Do not lose me';
    started[0]!.events.url('http://here/api/v1/uploads/u1', 'v1');
    await queue.save(queue.items[0]!);
    queue.close();

    const next = new UploadQueue(server);
    await next.open(store, 'me', 'fr');
    await settle();
    const item = next.items[0]!;
    expect(item.state).toBe('needs_file');
    expect(item.caption.title).toBe('Do not lose me');
    expect(await next.give_file(item, clip('other.mp4', 78).file)).toBe(false);
    expect(await next.give_file(item, clip('a.mp4', 77).file)).toBe(true);
    expect(started.at(-1)!.plan.upload_url).toBe('http://here/api/v1/uploads/u1');
    next.close();
  });

  it('does not send again, at the next visit, what was refused', async () => {
    store.file = async () => ({ blob: new Blob(['text']) });
    await queue.add([clip('text.mp4'), clip('disk.mp4')]);
    await settle();
    started[0]!.events.end({ kind: 'refused', reason: 'not_a_video', message: 'No.' });
    await settle();
    started[1]!.events.end({ kind: 'refused', reason: 'disk_full', message: 'Full.' });
    await settle();
    expect(localStorage.getItem('soleil.uploads_left')).toBeNull();
    queue.close();

    const next = new UploadQueue(server);
    await next.open(store, 'me', 'fr');
    await settle();
    expect(started).toHaveLength(2);
    expect(next.items.map((item) => item.state)).toEqual(['refused', 'refused']);
    expect(next.items[0]!.refused?.reason).toBe('not_a_video');
    next.resume(next.items[1]!); // a disk may have room again
    await settle();
    expect(started).toHaveLength(3);
    next.close();
  });

  it('keeps another person’s drafts out of sight', async () => {
    await queue.add([clip('mine.mp4')]);
    await settle();
    const next = new UploadQueue(server);
    await next.open(store, 'somebody else', 'en');
    expect(next.items).toHaveLength(0);
    next.close();
  });

  it('throws away here and there', async () => {
    await queue.add([clip('a.mp4')]);
    await settle();
    started[0]!.events.url('http://here/api/v1/uploads/u1', 'v1');
    await queue.cancel(queue.items[0]!);
    expect(server.discard_upload).toHaveBeenCalledWith('http://here/api/v1/uploads/u1');
    expect(queue.items).toHaveLength(0);
    expect(await store.all()).toHaveLength(0);
  });
});
