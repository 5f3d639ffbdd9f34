// What a person asked of their feed, as the server keeps it. Shown at once, sent, taken back when
// refused. Whoever shows a feed asks `revision`: it grows with every change that a page obeys.
import { ask_session, call } from '../api/client';
import type { Controls, ControlsEdit, Mute } from '../api/types';
import { error_text } from '../i18n/error_text';
import { t } from '../i18n/index.svelte';
import { toast } from '../ui/toast.svelte';
import { keep_plain } from './plain';

export type Level = -2 | -1 | 0 | 1 | 2;
export type Mode = 'learns' | 'paused' | 'plain';

class ControlsState {
  now = $state.raw<Controls>();
  failure = $state.raw<unknown>();
  revision = $state(0);

  async load() {
    this.failure = undefined;
    try {
      await ask_session();
      this.#take(await call('get', '/api/v1/me/controls'));
    } catch (failure) {
      this.failure = failure;
    }
  }

  get mode(): Mode {
    if (!this.now || (this.now.profiling && this.now.learning)) return 'learns';
    return this.now.profiling ? 'paused' : 'plain';
  }

  set_mode(mode: Mode): Promise<boolean> {
    return this.change({ profiling: mode !== 'plain', learning: mode === 'learns' });
  }

  level_of_tag(tag: string): Level {
    return (this.now?.tags.find((bend) => bend.tag === tag)?.level ?? 0) as Level;
  }

  level_of_language(language: string): Level {
    const found = this.now?.languages.find((bend) => bend.language === language);
    return (found?.level ?? 0) as Level;
  }

  async change(edit: ControlsEdit): Promise<boolean> {
    const before = this.now;
    if (before) this.now = edited(before, edit);
    return this.#send(() => call('patch', '/api/v1/me/controls', { body: edit }), before);
  }

  // With its undo: a muted thing is a button away from being back.
  async mute(kind: Mute['kind'], what: string, name: string): Promise<boolean> {
    const done = await this.#send(() => call('post', '/api/v1/me/mutes', { body: { kind, what } }));
    if (done) {
      const undo = () => void this.unmute({ kind, what, name, since_ms: 0 }, false);
      toast(t.controls.muted(name), { label: t.ui.undo, run: undo });
    }
    return done;
  }

  async unmute(mute: Mute, told = true): Promise<boolean> {
    const { kind, what, name } = mute;
    const done = await this.#send(() =>
      call('delete', '/api/v1/me/mutes', { query: { kind, what } }),
    );
    if (done && told) {
      const undo = () => void this.mute(kind, what, name);
      toast(t.controls.unmuted(name || what), { label: t.ui.undo, run: undo });
    }
    return done;
  }

  async #send(send: () => Promise<Controls>, before = this.now): Promise<boolean> {
    try {
      this.#take(await send());
      this.revision += 1;
      return true;
    } catch (error) {
      this.now = before;
      toast(error_text(error));
      return false;
    }
  }

  #take(controls: Controls) {
    this.now = controls;
    keep_plain(!controls.profiling);
  }
}

// The same edit as the server makes, for the moment until it answers.
export function edited(before: Controls, edit: ControlsEdit): Controls {
  const { tags, languages, ...plain } = edit;
  const now = { ...before, ...plain };
  for (const [tag, level] of Object.entries(tags ?? {})) {
    const others = now.tags.filter((bend) => bend.tag !== tag);
    const at = now.tags.findIndex((bend) => bend.tag === tag);
    now.tags = put(others, at, level !== 0 ? { tag, level } : undefined);
  }
  for (const [language, level] of Object.entries(languages ?? {})) {
    const others = now.languages.filter((bend) => bend.language !== language);
    const at = now.languages.findIndex((bend) => bend.language === language);
    now.languages = put(others, at, level !== 0 ? { language, level } : undefined);
  }
  return now;
}

function put<T>(list: T[], at: number, item: T | undefined): T[] {
  if (!item) return list;
  return at < 0 ? [...list, item] : [...list.slice(0, at), item, ...list.slice(at)];
}

export const controls = new ControlsState();
