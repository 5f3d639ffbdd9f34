// The three players and who has the stage: one plays, the next is warm, the one before is at rest.
import { choose, preferences } from '../app/preferences.svelte';
import type { Video } from '../api/types';
import { Player, type Started } from './player.svelte';
import { kSlots, load_order, ring, slot_of, type Slot } from './ring';

const kSettle_ms = 260; // the slide has the machine for itself: loading and rewinding come after it
const kWarmAtLatest_ms = 1500; // even when the clip on stage shows nothing yet
const kPostersAhead = 3; // a hasty thumb meets at least the poster

export class Deck {
  readonly players: readonly Player[] = Array.from(
    { length: kSlots },
    () =>
      new Player(
        (player) => player === this.on_stage && this.#settle_in(0),
        (player) => this.#start(player),
      ),
  );
  slots = $state.raw<Slot[]>(ring(0, 0));
  current = $state(0);
  held = $state(false); // paused by the person
  blocked = $state(false); // the browser wants a tap before anything plays
  silenced = $state(false); // … before anything sounds
  speed = $state(1);

  #clips: readonly Video[] = [];
  #order: number[] = [];
  #peeking: -1 | 0 | 1 = 0;
  #late: ReturnType<typeof setTimeout> | undefined;

  get on_stage(): Player | undefined {
    return this.current < this.#clips.length ? this.players[slot_of(this.current)] : undefined;
  }

  get filled(): boolean {
    return this.#clips.length > 0;
  }

  get sounding(): boolean {
    return preferences.sound && !this.silenced;
  }

  // Clip `current` takes the stage, and plays before anything else is done. `current` may be one
  // past the last clip: the closing card.
  turn(clips: readonly Video[], current: number) {
    const forward = current >= this.current;
    this.#peeking = 0;
    this.held = false;
    if (this.current !== current) this.on_stage?.pause();
    this.#clips = clips;
    this.current = current;
    const next = this.on_stage;
    if (next) {
      void next.show(clips[current]!);
      this.#start(next);
    }
    this.slots = ring(current, clips.length);
    this.#order = load_order(current, clips.length, forward);
    this.#settle_in(next?.framed ? kSettle_ms : kWarmAtLatest_ms);
  }

  // A finger pulls: what comes into view moves already, silently. 0: it let go.
  peek(step: -1 | 0 | 1) {
    if (step === this.#peeking) return;
    this.#peeking = step;
    this.#settle_in(kSettle_ms);
    const player =
      step && this.players.find((one) => one.clip && one.clip === this.#clips[this.current + step]);
    if (!player || !player.framed) return;
    clearTimeout(this.#late);
    void player.play(false);
  }

  #settle_in(delay_ms: number) {
    clearTimeout(this.#late);
    this.#late = setTimeout(() => this.#settle(), delay_ms);
  }

  // The others: at rest if they hold a neighbour already, else loaded.
  #settle() {
    for (const index of this.#order) {
      if (index === this.current) continue;
      const player = this.players[slot_of(index)]!;
      if (index !== this.current + this.#peeking) player.rest();
      player.speed(this.speed);
      void player.show(this.#clips[index]!);
    }
    for (const clip of this.#clips.slice(this.current + 2, this.current + 2 + kPostersAhead)) {
      if (clip.media?.poster) new Image().src = clip.media.poster;
    }
  }

  // More clips came: those on the deck keep their places.
  extend(clips: readonly Video[]) {
    this.#clips = clips;
    this.slots = ring(this.current, clips.length);
    this.#order = load_order(this.current, clips.length, true);
    if (this.on_stage?.framed) this.#settle_in(kSettle_ms);
  }

  #start(player: Player) {
    if (player !== this.on_stage) return;
    player.speed(this.speed);
    player.limit(preferences.height_max);
    void player
      .play(this.sounding)
      .then((started) => player === this.on_stage && this.#took(started));
  }

  #took(started: Started) {
    if (started === 'later') return;
    this.blocked = started === 'blocked';
    if (started === 'silent' && preferences.sound) this.silenced = true;
  }

  get stopped(): boolean {
    return this.held || this.blocked;
  }

  play() {
    this.held = false;
    if (this.on_stage) this.#start(this.on_stage);
  }

  pause() {
    this.held = true;
    this.on_stage?.pause();
  }

  toggle() {
    if (this.stopped) this.play();
    else this.pause();
  }

  // Asked for by a tap or a key, which is what browsers want to hear before any sound.
  set_sound(on: boolean) {
    choose('sound', on);
    this.silenced = false;
    this.on_stage?.mute(!on);
    if (this.blocked) this.play();
  }

  set_speed(rate: number) {
    this.speed = rate;
    for (const player of this.players) player.speed(rate);
  }

  set_height(height: number) {
    choose('height_max', height);
    for (const player of this.players) player.limit(height);
  }

  release() {
    clearTimeout(this.#late);
    for (const player of this.players) player.release();
    this.#clips = [];
    this.current = 0;
  }
}
