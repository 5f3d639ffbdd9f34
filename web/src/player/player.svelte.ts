// One of the ring's three players: a <video> that outlives the clips it shows.
import { call } from '../api/client';
import type { Media, Video } from '../api/types';
import { attach, attach_url, type Source, type Trouble } from './source';

export type Started = 'sounding' | 'silent' | 'blocked' | 'later';

const kSpinnerAfter_ms = 300;

export class Player {
  clip = $state.raw<Video>();
  framed = $state(false); // a frame of this clip has been drawn: the poster may go
  waiting = $state(false);
  failed = $state(false);
  paused = $state(true);
  duration_s = $state(0);

  #video: HTMLVideoElement | undefined;
  #source: Source | undefined;
  #turn = 0; // which clip this is: late answers for an earlier one are dropped
  #wanted = false; // it should be playing
  #speed = 1;
  #height = 0;
  #renewed = false;
  #spinner: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly on_framed: (player: Player) => void,
    private readonly on_ready: (player: Player) => void, // it could play now, and should
  ) {}

  // A Svelte action: `use:player.hold`.
  hold = (video: HTMLVideoElement) => {
    this.#video = video;
    const events: [string, () => void][] = [
      ['play', () => (this.paused = false)],
      ['pause', () => (this.paused = true)],
      ['waiting', () => this.#wait()],
      ['playing', () => this.#moves()],
      ['seeked', () => this.#moves()],
      [
        'durationchange',
        () => (this.duration_s = Number.isFinite(video.duration) ? video.duration : 0),
      ],
      ['canplay', () => this.#resume()],
    ];
    for (const [name, heard] of events) video.addEventListener(name, heard);
    return {
      destroy: () => {
        for (const [name, heard] of events) video.removeEventListener(name, heard);
        this.release();
        this.#video = undefined;
      },
    };
  };

  get video(): HTMLVideoElement | undefined {
    return this.#video;
  }

  // Loads the clip and decodes its first frame; it plays only when told to.
  async show(clip: Video) {
    if (this.clip?.id === clip.id && !this.failed) return;
    this.release();
    this.clip = clip;
    this.duration_s = clip.duration_ms / 1000;
    if (clip.media) await this.#load(clip.media);
    else this.failed = true;
  }

  async #load(media: Media) {
    const video = this.#video;
    if (!video) return;
    const turn = ++this.#turn;
    const current = () => turn === this.#turn;
    video.muted = true;
    this.#watch_first_frame(video, current);
    const source = await attach(
      video,
      media,
      (trouble) => current() && this.#trouble(trouble),
      current,
    );
    if (!source) return;
    if (!current()) return source.detach();
    this.#source = source;
    source.limit(this.#height);
    if (this.#wanted) source.play();
    video.playbackRate = video.defaultPlaybackRate = this.#speed;
    this.#resume();
  }

  #watch_first_frame(video: HTMLVideoElement, current: () => boolean) {
    const drawn = () => {
      if (!current() || this.framed) return;
      this.framed = true;
      this.on_framed(this);
    };
    if ('requestVideoFrameCallback' in video) video.requestVideoFrameCallback(drawn);
    else
      (video as HTMLVideoElement).addEventListener(
        'loadeddata',
        () => requestAnimationFrame(drawn),
        { once: true },
      );
  }

  // Signed addresses expire, files break: new addresses first, then the plain file, then say so.
  async #trouble(trouble: Trouble) {
    const clip = this.clip;
    const turn = this.#turn;
    this.#source?.detach();
    this.#source = undefined;
    if (clip && trouble === 'gone' && !this.#renewed) {
      this.#renewed = true;
      const fresh = await call('get', '/api/v1/videos/{video_id}', {
        path: { video_id: clip.id },
      }).catch(() => undefined);
      if (turn !== this.#turn) return;
      if (fresh?.media) return this.#load(fresh.media);
    } else if (clip?.media?.mp4 && trouble === 'broken' && this.#video && !this.#renewed) {
      this.#renewed = true;
      this.#source = attach_url(this.#video, clip.media.mp4, () => (this.failed = true));
      return this.#resume();
    }
    this.failed = true;
  }

  async retry() {
    const clip = this.clip;
    if (!clip) return;
    const wanted = this.#wanted;
    this.release();
    const shown = this.show(clip); // which forgets the wish to play
    this.#wanted = wanted;
    await shown;
  }

  async play(sound: boolean): Promise<Started> {
    const video = this.#video;
    this.#wanted = true;
    this.#source?.play();
    if (!video || !this.#source) return 'later';
    video.muted = !sound;
    try {
      await video.play();
      return sound ? 'sounding' : 'silent';
    } catch (refused) {
      if ((refused as DOMException).name !== 'NotAllowedError') return 'later';
    }
    video.muted = true; // sound needs a tap first: play silently rather than not at all
    return video.play().then(
      () => 'silent' as const,
      () => 'blocked' as const,
    );
  }

  // The source came after the wish to play.
  #resume() {
    if (this.#wanted && this.#video?.paused) this.on_ready(this);
  }

  pause() {
    this.#wanted = false;
    this.#video?.pause();
  }

  // Off the stage: at its start again, ready for a step back.
  rest() {
    this.pause();
    this.#source?.warm();
    this.#moves();
    if (this.#video && this.#video.currentTime > 0) this.#video.currentTime = 0;
  }

  seek(time_s: number) {
    if (this.#video) this.#video.currentTime = Math.min(Math.max(0, time_s), this.duration_s);
  }

  mute(muted: boolean) {
    if (this.#video) this.#video.muted = muted;
  }

  speed(rate: number) {
    this.#speed = rate;
    if (this.#video) this.#video.playbackRate = this.#video.defaultPlaybackRate = rate;
  }

  limit(height: number) {
    this.#height = height;
    this.#source?.limit(height);
  }

  rungs(): number[] {
    return this.#source?.rungs() ?? [];
  }

  release() {
    this.#turn++;
    this.#wanted = this.#renewed = false;
    this.#source?.detach();
    this.#source = undefined;
    this.clip = undefined;
    this.framed = this.failed = this.waiting = false;
    this.paused = true;
    clearTimeout(this.#spinner);
  }

  #wait() {
    clearTimeout(this.#spinner);
    this.#spinner = setTimeout(() => (this.waiting = !this.paused), kSpinnerAfter_ms);
  }

  #moves() {
    clearTimeout(this.#spinner);
    this.waiting = false;
  }
}
