// What a scene draws on: a canvas in logical units (a phone screen is 540 wide), letters and emoji.
// Scenes keep important text inside kSafe: the app lays buttons on the right and a caption below.
import { Canvas } from './canvas.mjs';
import { Emoji } from './emoji.mjs';
import { Font } from './font.mjs';
import { ease_out, ramp } from './motion.mjs';

export const kFonts = {
  text: '/usr/share/fonts/truetype/quicksand/Quicksand-Bold.ttf',
  show: '/usr/share/fonts/truetype/leckerli-one/LeckerliOne-Regular.ttf',
};

export class Stage {
  constructor(width, height) {
    this.unit = width <= height ? width / 540 : height / 540;
    this.w = width / this.unit;
    this.h = height / this.unit;
    // A phone of 390x844 shows 9:16 with its sides cut off: 0.06 on each; the buttons take 0.14 more.
    this.safe = { x: this.w * 0.085, y: this.h * 0.1, w: this.w * 0.7, h: this.h * 0.57 };
    this.middle = this.safe.x + this.safe.w / 2;
    this.g = this.canvas();
    this.fonts = { text: new Font(kFonts.text), show: new Font(kFonts.show) };
    this.emoji = new Emoji();
  }

  // Another canvas of the same size, for backdrops drawn once.
  canvas() {
    const canvas = new Canvas(Math.round(this.w * this.unit), Math.round(this.h * this.unit));
    this.set_units(canvas);
    return canvas;
  }

  set_units(canvas) {
    canvas.reset();
    canvas.scale(this.unit);
  }

  icon(name, x, y, size, options) { this.g.sprite(this.emoji.get(name), x, y, size, options); }

  // One line; x is its middle (or its left with align 'left'), y its baseline; `heavy` thickens it.
  line(text, x, y, size, color, { font = 'text', alpha = 1, align = 'center', heavy = 0 } = {}) {
    const face = this.fonts[font], g = this.g;
    let at = align === 'left' ? x : x - face.width(text, size) / 2;
    for (const char of text) {
      const outline = face.outline(char);
      const draw = () => g.fill(outline, color, alpha);
      g.at(at - heavy / 2, y, draw, { size });
      if (heavy) g.at(at + heavy / 2, y, draw, { size });
      at += face.advance(char) * size;
    }
  }

  // Breaks text into lines no wider than `width`.
  wrap(text, size, width, font = 'text') {
    const face = this.fonts[font], lines = [];
    for (const word of text.split(' ')) {
      const joined = lines.length ? `${lines.at(-1)} ${word}` : word;
      if (lines.length && face.width(joined, size) <= width) lines[lines.length - 1] = joined;
      else lines.push(word);
    }
    return lines;
  }

  // A centred paragraph around y; returns its height.
  paragraph(text, y, size, color, { width = this.safe.w, x = this.middle, font = 'text', alpha = 1,
    leading = 1.22, heavy = 0 } = {}) {
    const lines = this.wrap(text, size, width, font), step = size * leading;
    lines.forEach((line, i) => this.line(line, x, y + (i - (lines.length - 1) / 2) * step + size
      * 0.34,
      size, color, { font, alpha, heavy }));
    return lines.length * step;
  }

  // Words that pop in one after another; `shown` is how many words (may be fractional).
  words(text, y, size, color, shown, { width = this.safe.w, x = this.middle, font = 'text',
    accent = color, leading = 1.22, heavy = 0 } = {}) {
    const face = this.fonts[font], lines = this.wrap(text, size, width, font);
    const space = face.advance(' ') * size;
    let index = 0;
    lines.forEach((line, row) => {
      let at = x - face.width(line, size) / 2;
      const base = y + (row - (lines.length - 1) / 2) * size * leading + size * 0.34;
      for (const word of line.split(' ')) {
        const wide = face.width(word, size), age = shown - index;
        if (age > 0) this.pop(word, at + wide / 2, base, size, age, { color, accent, font, heavy });
        at += wide + space;
        index++;
      }
    });
  }

  pop(word, x, base, size, age, { color, accent, font, heavy }) {
    const share = ramp(age, 0, 1.2), grown = ease_out(share) + 0.1 * Math.sin(share * Math.PI);
    const middle = base - size * 0.34;
    this.g.at(x, middle, () => this.line(word, 0, size * 0.34, size, age < 1.3 ? accent : color,
      { font, heavy }), { size: 0.4 + 0.6 * grown });
  }
}
