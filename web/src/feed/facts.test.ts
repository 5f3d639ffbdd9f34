import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

type Sent = { url: string; body: { facts: { id: string }[]; csrf?: string } };
let posts: Sent[] = [];
let beacons: { url: string; blob: Blob }[] = [];
let answer: () => Promise<Response>;

const json = (value: unknown, status = 200) =>
  new Response(JSON.stringify(value), { status, headers: { 'Content-Type': 'application/json' } });
const taken = async () => json({ accepted: 1, duplicates: 0 }, 202);

beforeEach(() => {
  vi.resetModules();
  vi.useFakeTimers();
  localStorage.clear();
  posts = [];
  beacons = [];
  answer = taken;
  vi.stubGlobal('fetch', async (url: string, init?: RequestInit) => {
    if (url.endsWith('/session')) return json({ viewer_id: 'g', csrf: 'token' });
    posts.push({ url, body: JSON.parse(String(init?.body)) });
    return answer();
  });
  navigator.sendBeacon = (url, data) => beacons.push({ url: String(url), blob: data as Blob }) > 0;
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const facts = () => import('./facts');
const waiting = () => JSON.parse(localStorage.getItem('soleil.facts') ?? '[]');
const fact = { type: 'watched' as const, video_id: 'v1', watch_ms: 900 };

describe('facts', () => {
  it('are not even kept here when one watches without a profile', async () => {
    const { record, flush } = await facts();
    localStorage.setItem('soleil.plain', '1');
    record(fact);
    await flush();
    expect(waiting()).toHaveLength(0);
    expect(posts).toHaveLength(0);
  });

  it('go in one batch a little later, each with its own id', async () => {
    const { record } = await facts();
    record(fact);
    record(fact);
    expect(posts).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(2000);
    expect(posts).toHaveLength(1);
    const ids = posts[0]!.body.facts.map((sent) => sent.id);
    expect(new Set(ids).size).toBe(2);
    for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9_-]{8,40}$/);
    expect(waiting()).toEqual([]);
  });

  it('are told from a plain http address too, where crypto.randomUUID is missing', async () => {
    vi.stubGlobal('crypto', { getRandomValues: crypto.getRandomValues.bind(crypto) });
    const { record } = await facts();
    record(fact);
    await vi.advanceTimersByTimeAsync(2000);
    expect(posts[0]!.body.facts[0]!.id).toMatch(/^[A-Za-z0-9_-]{8,40}$/);
  });

  it('are kept and sent again with the same id when the server does not answer', async () => {
    const { record } = await facts();
    answer = async () =>
      json({ error: { code: 'overloaded', reason: 'overloaded', message: '' } }, 503);
    record(fact);
    await vi.advanceTimersByTimeAsync(2000);
    expect(waiting()).toHaveLength(1);
    answer = taken;
    await vi.advanceTimersByTimeAsync(5000);
    expect(posts).toHaveLength(2);
    expect(posts[1]!.body).toEqual(posts[0]!.body);
    expect(waiting()).toEqual([]);
  });

  it('outlive the tab: the next visit sends what is left', async () => {
    localStorage.setItem('soleil.facts', JSON.stringify([{ ...fact, id: 'left-over', at_ms: 1 }]));
    const { send_when_leaving } = await facts();
    const stop = send_when_leaving(() => undefined);
    await vi.advanceTimersByTimeAsync(10);
    expect(posts[0]?.body.facts[0]?.id).toBe('left-over');
    stop();
  });

  it('leave by a beacon when the page is hidden, what is being watched among them', async () => {
    const { record, send_when_leaving } = await facts();
    const { ask_session } = await import('../api/client');
    await ask_session();
    const stop = send_when_leaving(() => record(fact));
    dispatchEvent(new Event('pagehide'));
    expect(beacons).toHaveLength(1);
    expect(beacons[0]!.blob.type).toBe('text/plain');
    const body = JSON.parse(await beacons[0]!.blob.text());
    expect(body.csrf).toBe('token');
    expect(body.facts).toHaveLength(1);
    expect(waiting()).toHaveLength(1); // nobody answers a beacon: the id makes it safe to repeat
    stop();
  });

  it('a batch that is refused for good does not hold up the others', async () => {
    const { record, flush } = await facts();
    answer = async () => json({ error: { code: 'invalid', reason: 'bad_fact', message: '' } }, 400);
    record(fact);
    await flush();
    expect(waiting()).toEqual([]);
  });
});
