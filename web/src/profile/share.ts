// The device's own share sheet where there is one, else the link in the clipboard.
import { copy_text } from '../ui/copy';
import { toast } from '../ui/toast.svelte';

export async function share(title: string, url: string, copied: string): Promise<void> {
  if (navigator.share && matchMedia('(pointer: coarse)').matches) {
    await navigator.share({ title, url }).catch(() => undefined);
    return;
  }
  toast((await copy_text(url)) ? copied : url);
}
