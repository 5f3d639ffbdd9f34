// The keyboard's way through the feed. Letters can be turned off in the settings (WCAG 2.1.4);
// arrows and the space bar are no letters.
import { preferences } from '../app/preferences.svelte';

export type Command = 'next' | 'previous' | 'toggle' | 'like' | 'sound' | 'captions' | 'help';

const plain: Record<string, Command> = {
  ArrowDown: 'next',
  ArrowUp: 'previous',
  PageDown: 'next',
  PageUp: 'previous',
  ' ': 'toggle',
};
const letters: Record<string, Command> = {
  j: 'next',
  k: 'previous',
  l: 'like',
  m: 'sound',
  c: 'captions',
  '?': 'help',
};

export function command_of(event: KeyboardEvent): Command | undefined {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return undefined;
  const target = event.target as Element | null;
  if (target?.closest?.('input,textarea,select,[contenteditable=true],[role=dialog],[role=slider]'))
    return undefined;
  if (event.key === ' ' && target?.closest?.('button,a,summary')) return undefined;
  const command =
    plain[event.key] ?? (preferences.shortcuts ? letters[event.key.toLowerCase()] : undefined);
  if (event.repeat && command !== 'next' && command !== 'previous') return undefined;
  return command;
}
