// Sounds that nobody named are called after who made them.
import type { Sound } from '../api/types';
import { t } from '../i18n/index.svelte';

export function sound_title(sound: Sound): string {
  return sound.title || t.profile.sound.original(sound.author?.display_name ?? '');
}
