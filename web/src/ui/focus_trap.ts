// Keeps Tab inside a dialog, closes it by Escape, and gives the focus back to what opened it.
const kFocusable =
  'a[href],:is(button,input,select,textarea):not([disabled]),[tabindex]:not([tabindex="-1"])';

export function focus_trap(node: HTMLElement, close: () => void) {
  const before = document.activeElement as HTMLElement | null;
  const inside = () =>
    [...node.querySelectorAll<HTMLElement>(kFocusable)].filter((e) => e.offsetParent);

  function keydown(event: KeyboardEvent) {
    event.stopPropagation(); // the feed's own keys sleep while a dialog is open
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
  (node.querySelector<HTMLElement>('[data-first]') ?? node).focus({ preventScroll: true });
  return {
    destroy() {
      node.removeEventListener('keydown', keydown);
      if (before?.isConnected) before.focus({ preventScroll: true });
    },
  };
}
