// Uploads go on after a reload on any page, without weighing on the first screen: their code is
// loaded only when something was left unfinished here.
const kLeft = 'soleil.uploads_left';

export function remember_left(some_left: boolean): void {
  if (some_left) localStorage.setItem(kLeft, '1');
  else localStorage.removeItem(kLeft);
}

export async function resume_uploads(): Promise<void> {
  if (!localStorage.getItem(kLeft)) return;
  const { open_uploads } = await import('./UploadPage.svelte');
  await open_uploads();
}
