// Is a clip really playing? The clock moves and new frames reach the screen.
import assert from 'node:assert/strict';

const kCurrent = '[data-current] video';

export async function currentVideo(page) {
  const cell = page.locator('[data-current][data-video]').first();
  await cell.waitFor();
  return cell.getAttribute('data-video');
}

function look() {
  const video =
    document.querySelector('[data-current] video') ??
    [...document.querySelectorAll('video')].find((v) => !v.paused);
  if (!video) return undefined;
  const { totalVideoFrames, droppedVideoFrames } = video.getVideoPlaybackQuality();
  return {
    time: video.currentTime,
    drawn: totalVideoFrames - droppedVideoFrames,
    paused: video.paused,
    width: video.videoWidth,
    height: video.videoHeight,
    ready: video.readyState,
    src: video.currentSrc,
  };
}

/** Waits until the current clip plays and gives what was seen. */
export async function assertPlaying(page, wait_ms = 12_000) {
  const until = Date.now() + wait_ms;
  let first,
    last,
    moved = 0;
  while (Date.now() < until) {
    last = await page.evaluate(look);
    if (last && !last.paused && last.width > 0) {
      first ??= last;
      // A short clip loops: its clock may fall back, its frame count only grows.
      if (last.time !== first.time && last.drawn >= first.drawn + 5) moved += 1;
      if (moved >= 2) return last;
    }
    await page.waitForTimeout(120);
  }
  assert.fail(
    `not playing: first ${JSON.stringify(first)}, last ${JSON.stringify(last)} ${kCurrent}`,
  );
}

/** A thumb moving up (or down) the middle of the screen, as touch events. */
export async function swipe(page, distance = -420) {
  const session = await page.context().newCDPSession(page);
  const { width, height } = page.viewportSize();
  const x = width / 2,
    from = distance < 0 ? height * 0.75 : height * 0.25;
  const touch = (type, y) =>
    session.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: y === undefined ? [] : [{ x, y }],
    });
  await touch('touchStart', from);
  for (let step = 1; step <= 8; step++) {
    await touch('touchMove', from + (distance * step) / 8);
    await page.waitForTimeout(12);
  }
  await touch('touchEnd');
  await session.detach();
}

export async function assertAnotherVideo(page, before, wait_ms = 6_000) {
  const until = Date.now() + wait_ms;
  while (Date.now() < until) {
    const now = await currentVideo(page);
    if (now && now !== before) return now;
    await page.waitForTimeout(60);
  }
  return assert.fail(`still on ${before}`);
}
