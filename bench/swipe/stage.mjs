// The phone and the thumb: a Chromium page on the feed, flicks by real touch events, and what was
// drawn when.

const kFlick_ms = 100; // a brisk thumb

// In the page: each frame that a <video> presents, and the moment the finger left the glass.
export function instrument() {
  const state = (window.swipe_bench = { lifted_ms: 0, frames: [] });
  addEventListener('pointerup', (event) => (state.lifted_ms = event.timeStamp), true);
  const watched = new WeakSet();
  const watch = (video) => {
    if (watched.has(video)) return;
    watched.add(video);
    const drawn = (now, frame) => {
      const article = video.closest('article');
      state.frames.push({
        clip: article?.dataset.video,
        current: article?.dataset.current !== undefined,
        presented_ms: frame.presentationTime,
      });
      if (state.frames.length > 400) state.frames.splice(0, 200);
      video.requestVideoFrameCallback(drawn);
    };
    video.requestVideoFrameCallback(drawn);
  };
  setInterval(() => document.querySelectorAll('video').forEach(watch), 20);
}

export async function open_feed(browser, server) {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
    locale: 'en',
  });
  const page = await context.newPage();
  await page.addInitScript(instrument);
  // The card that asks for a break is right to come, but not into a measurement.
  await page.addInitScript(() => localStorage.setItem('soleil.preferences', '{"break_min":0}'));
  await page.goto(server);
  await page.waitForFunction(() => {
    const video = document.querySelector('article[data-current] video');
    return video && !video.paused && video.currentTime > 0;
  });
  return { context, page, touch: await context.newCDPSession(page) };
}

// As long as a quick thumb waits: the next clip may be warmed meanwhile, or not.
export async function look(page, dwell_ms) {
  await page.waitForTimeout(dwell_ms);
  return page.evaluate(() => {
    if (document.querySelector('[role=dialog]')) throw new Error('a sheet opened over the feed');
    const cells = [...document.querySelectorAll('article')];
    const y = (cell) => cell.getBoundingClientRect().top;
    const here = cells.find((cell) => cell.dataset.current !== undefined);
    const next = cells.filter((cell) => cell.dataset.video && y(cell) > y(here)).at(0);
    return { clip: here.dataset.video, next_warm: (next?.querySelector('video').readyState ?? 0) >= 2 };
  });
}

export async function flick(touch) {
  const x = 150;
  const from = 620;
  const to = 300;
  const steps = 5;
  const send = (type, y) =>
    touch.send('Input.dispatchTouchEvent', { type, touchPoints: y === undefined ? [] : [{ x, y }] });
  // Sent by the clock and not one after the other's answer: on a busy machine those come so late
  // that the flick would become a hold.
  const sent = [send('touchStart', from)];
  for (let i = 1; i <= steps; i++) {
    await new Promise((resume) => setTimeout(resume, kFlick_ms / steps));
    sent.push(send('touchMove', from + ((to - from) * i) / steps));
  }
  sent.push(send('touchEnd'));
  await Promise.all(sent);
}

// From the lifted finger to the first frame of a clip that is on stage and was not before.
export async function first_frame_ms(page, clip_before) {
  const found = await page
    .waitForFunction(
      (before) => {
        const { lifted_ms, frames } = window.swipe_bench;
        const frame = frames.find((f) => f.current && f.clip !== before && f.presented_ms > lifted_ms);
        return frame && frame.presented_ms - lifted_ms;
      },
      clip_before,
      { timeout: 10_000, polling: 50 },
    )
    .catch(() => undefined);
  return found ? found.jsonValue() : Infinity;
}
