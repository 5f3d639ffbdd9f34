// Keeps Tab inside a dialog, closes it by Escape, and gives the focus back to what opened it. Other
// keys go on their way: what is inside may want them, and the feed's own sleep (feed/keys.ts).
const kFocusable =
  'a[href],:is(button,input,select,textarea):not([disabled]),[tabindex]:not([tabindex="-1"])';

let opener: HTMLElement | null = null; // of the dialog; one that opens another hands it on

export function focus_trap(node: HTMLElement, close: () => void) {
  const active = document.activeElement as HTMLElement | null;
  if (active !== document.body && !active?.closest('[role=dialog]')) opener = active;
  const before = opener;
  const inside = () =>
    [...node.querySelectorAll<HTMLElement>(kFocusable)].filter((e) => e.offsetParent);

  function keydown(event: KeyboardEvent) {
    if (event.key === 'Escape') {
      event.preventDefault();
      close();
    } else if (event.key === 'Tab') {
      const all = inside();
      const edge = event.shiftKey ? all[0] : all.at(-1);
      const at_edge = document.activeElement === edge || document.activeElement === node;
      if (!all.length || (event.shiftKey ? at_edge : document.activeElement === edge)) {
        event.preventDefault();
        (event.shiftKey ? all.at(-1) : all[0])?.focus();
      }
    }
  }

  node.addEventListener('keydown', keydown);
  // Once everything around it is in its place: a sheet moves to the end of the page, and an element
  // that is moved loses the focus.
  queueMicrotask(() => {
    (node.querySelector<HTMLElement>('[data-first]') ?? node).focus({ preventScroll: true });
  });
  return {
    destroy() {
      node.removeEventListener('keydown', keydown);
      queueMicrotask(() => {
        if (document.querySelector('[role=dialog]')) return; // the next one has the focus
        opener = null;
        if (before?.isConnected) before.focus({ preventScroll: true });
      });
    },
  };
}
