// Looks at what the screen showed during a swipe, picture by picture.
const kDarkLuma = 48; // the clips are brighter than 100 everywhere
const kDarkShare = 0.01;
// Inside the stage, clear of the buttons on its edges.
const kPart = { x: 30, y: 130, width: 240, height: 500 };
// Words and the shade behind them slide with each clip: out of the way, so that only pictures are left.
const kWordless = '.shade, .foot, .pill, header { visibility: hidden }';

export async function watch_screen(page, touch) {
  await page.evaluate((rules) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(rules);
    document.adoptedStyleSheets.push(sheet);
  }, kWordless);
  const pictures = [];
  touch.on('Page.screencastFrame', ({ data, sessionId }) => {
    pictures.push(data);
    touch.send('Page.screencastFrameAck', { sessionId }).catch(() => undefined);
  });
  await touch.send('Page.startScreencast', { format: 'jpeg', quality: 70, everyNthFrame: 1 });
  return { pictures, stop: () => touch.send('Page.stopScreencast') };
}

// How many of the pictures have a dark part where a clip should be.
export async function count_dark(page, pictures) {
  let dark = 0;
  for (let i = 0; i < pictures.length; i += 20) {
    dark += await page.evaluate(dark_among, [pictures.slice(i, i + 20), kPart, kDarkLuma, kDarkShare]);
  }
  return dark;
}

async function dark_among([pictures, part, dark_luma, dark_share]) {
  const canvas = new OffscreenCanvas(part.width, part.height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  let dark = 0;
  for (const data of pictures) {
    const bytes = Uint8Array.from(atob(data), (char) => char.charCodeAt(0));
    const picture = await createImageBitmap(new Blob([bytes], { type: 'image/jpeg' }));
    const scale = picture.width / 390;
    context.drawImage(
      picture,
      ...[part.x * scale, part.y * scale, part.width * scale, part.height * scale],
      ...[0, 0, part.width, part.height],
    );
    const { data: pixels } = context.getImageData(0, 0, part.width, part.height);
    let below = 0;
    for (let i = 0; i < pixels.length; i += 4) {
      if (0.299 * pixels[i] + 0.587 * pixels[i + 1] + 0.114 * pixels[i + 2] < dark_luma) below++;
    }
    if (below > (pixels.length / 4) * dark_share) dark++;
  }
  return dark;
}
