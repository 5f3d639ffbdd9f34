// Text into the clipboard. `navigator.clipboard` exists on https and localhost only: on a plain
// http address the old way still works, from a field that is selected for a moment.
export async function copy_text(text: string): Promise<boolean> {
  try {
    if (!navigator.clipboard) return copy_selected(text);
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

function copy_selected(text: string): boolean {
  const field = document.createElement('textarea');
  const before = document.activeElement as HTMLElement | null;
  field.value = text;
  field.readOnly = true;
  field.className = 'unseen';
  document.body.append(field);
  field.select();
  const done = document.execCommand('copy');
  field.remove();
  before?.focus({ preventScroll: true });
  return done;
}
