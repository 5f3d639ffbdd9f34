import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Video } from '../api/types';

// A source that is there at once, and a screen that draws when told to.
const sources: { id: string; calls: string[] }[] = [];
vi.mock('./source', () => ({
  attach: async (_: HTMLVideoElement, media: { hls: string }) => {
    const source = { id: media.hls, calls: [] as string[] };
    sources.push(source);
    const said = (name: string) => () => void source.calls.push(name);
    return {
      warm: said('warm'),
      play: said('play'),
      limit: said('limit'),
      detach: said('detach'),
      rungs: () => [],
    };
  },
  attach_url: () => undefined,
}));

const clips = Array.from({ length: 8 }, (_, i) => ({
  id: `v${i}`,
  duration_ms: 5000,
  media: { hls: `v${i}`, poster: '', best_height: 540 },
})) as unknown as Video[];

let draw: (() => void)[] = [];
beforeEach(() => {
  vi.useFakeTimers();
  sources.length = 0;
  draw = [];
});
afterEach(() => vi.useRealTimers());

async function deck_of_three() {
  const { Deck } = await import('./deck.svelte');
  const deck = new Deck();
  for (const player of deck.players) {
    const video = document.createElement('video');
    video.play = async () => undefined;
    Object.assign(video, { requestVideoFrameCallback: (drawn: () => void) => draw.push(drawn) });
    player.hold(video);
  }
  return deck;
}

const loaded = () => sources.map((source) => source.id);
const settle = () => vi.advanceTimersByTimeAsync(400);
const draw_all = () => draw.splice(0).forEach((drawn) => drawn());

describe('deck', () => {
  it('warms the next clip as soon as the first one has drawn a frame', async () => {
    const deck = await deck_of_three();
    deck.turn(clips, 0);
    await settle();
    expect(loaded(), 'the first clip has the network for itself').toEqual(['v0']);
    draw_all();
    await settle();
    expect(loaded()).toEqual(['v0', 'v1']);
  });

  it('finds the next clip loaded at each step, and keeps the one before', async () => {
    const deck = await deck_of_three();
    for (let at = 0; at < 6; at++) {
      if (at > 0) expect(loaded(), `clip ${at} was warm`).toContain(`v${at}`);
      deck.turn(clips, at);
      await settle();
      draw_all();
      await settle();
    }
    expect(loaded(), 'each clip was loaded once').toEqual([
      'v0',
      'v1',
      'v2',
      'v3',
      'v4',
      'v5',
      'v6',
    ]);
    expect(deck.players.map((player) => player.clip?.id).sort()).toEqual(['v4', 'v5', 'v6']);
    deck.turn(clips, 4);
    expect(deck.on_stage?.clip?.id).toBe('v4');
    expect(deck.on_stage?.framed, 'going back is instant').toBe(true);
  });

  it('starts what a finger pulls into view, and puts it back when the finger lets go', async () => {
    const deck = await deck_of_three();
    deck.turn(clips, 0);
    await settle();
    draw_all();
    await settle();
    draw_all();
    deck.peek(1);
    expect(sources[1]?.calls.at(-1)).toBe('play');
    deck.peek(0);
    await settle();
    expect(sources[1]?.calls.at(-1)).toBe('warm');
    expect(deck.on_stage?.clip?.id).toBe('v0');
  });

  it('lets one play, and holds little for the others', async () => {
    const deck = await deck_of_three();
    deck.turn(clips, 0);
    await settle();
    draw_all();
    await settle();
    draw_all();
    deck.turn(clips, 1);
    await settle();
    const [first, second] = sources;
    expect(second?.calls.at(-1)).not.toBe('warm');
    expect(second?.calls).toContain('play');
    expect(first?.calls.at(-1)).toBe('warm');
  });
});
