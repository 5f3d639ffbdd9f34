// One short word at the bottom of the screen, with an "undo" where there is a way back.
export interface Toast {
  id: number;
  text: string;
  action?: { label: string; run: () => void };
}

const kShown_ms = 5000;
const kWithAction_ms = 9000;

export const toasts = $state<Toast[]>([]);
let last = 0;

export function toast(text: string, action?: Toast['action']) {
  const id = ++last;
  // Said again: the same words stand there once, for a fresh while.
  const same = toasts.findIndex((toast) => toast.text === text);
  if (same >= 0) toasts.splice(same, 1);
  toasts.push(action ? { id, text, action } : { id, text });
  if (toasts.length > 2) toasts.shift();
  setTimeout(() => dismiss(id), action ? kWithAction_ms : kShown_ms);
}

export function dismiss(id: number) {
  const at = toasts.findIndex((toast) => toast.id === id);
  if (at >= 0) toasts.splice(at, 1);
}
