// The upload page as a person uses it, and what went over the wire.
import assert from 'node:assert/strict';

export async function chooseFile(page, path) {
  await page.goto('/upload');
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: /choose videos|add another/i }).click();
  await (await chooser).setFiles(path);
  await page.locator('article.card').first().waitFor();
}

export async function writeCaption(page, title, tags = []) {
  await page.getByLabel('Caption').first().fill(title);
  for (const tag of tags) {
    await page.getByLabel('Tags').first().fill(tag);
    await page.getByLabel('Tags').first().press('Enter');
  }
}

export async function publish(page) {
  await page.getByRole('button', { name: 'Publish' }).first().click();
}

/** Waits for "published" on the first card; gives the video's id. */
export async function outVideo(page, wait_ms = 45_000) {
  await page.locator('[data-out]').first().waitFor({ timeout: wait_ms });
  const href = await page.getByRole('link', { name: 'Watch it' }).first().getAttribute('href');
  return href.match(/\/v\/([^?]+)/)[1];
}

/** Slows what is sent, so that there is a middle to interrupt. */
export async function slowUploads(page, bytes_per_second) {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput: bytes_per_second,
  });
}

/** The offsets that PATCH requests started from, in order. */
export function patchOffsets(requests) {
  return requests
    .filter((request) => request.method() === 'PATCH' && request.url().includes('/api/v1/uploads/'))
    .map((request) => Number(request.headers()['upload-offset']));
}

export async function sentAtLeast(page, share, wait_ms = 20_000) {
  await page.waitForFunction(
    (wanted) => {
      const bar = document.querySelector('article [role=progressbar]');
      return bar && Number(bar.getAttribute('aria-valuenow')) >= wanted;
    },
    share * 100,
    { timeout: wait_ms },
  );
}

/** After an interruption: it went on, and not from the start. */
export function assertResumed(requests, seen_before) {
  const later = patchOffsets(requests).slice(seen_before);
  assert.ok(later.length > 0, 'nothing was sent after the interruption');
  assert.ok(Math.min(...later) > 0, `began again from zero: ${later.join(', ')}`);
}
