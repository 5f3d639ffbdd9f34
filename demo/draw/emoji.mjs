// Noto Color Emoji pictures (bitmaps inside the installed font), as sprites with smaller copies.
import { readFileSync } from 'node:fs';
import { inflateSync } from 'node:zlib';

export const kEmojiFont = '/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf';

export class Emoji {
  constructor(path = kEmojiFont) {
    this.data = readFileSync(path);
    this.tables = {};
    for (let i = 0, n = this.data.readUInt16BE(4); i < n; i++) {
      const entry = 12 + i * 16;
      this.tables[this.data.toString('latin1', entry, entry + 4)] = this.data.readUInt32BE(entry
        + 8);
    }
    this.ids = this.read_cmap();
    this.sprites = new Map();
  }

  read_cmap() {
    const d = this.data, base = this.tables.cmap, ids = new Map();
    for (let i = 0, n = d.readUInt16BE(base + 2); i < n; i++) {
      const at = base + d.readUInt32BE(base + 4 + i * 8 + 4);
      if (d.readUInt16BE(at) !== 12) continue;
      for (let g = 0, groups = d.readUInt32BE(at + 12); g < groups; g++) {
        const entry = at + 16 + g * 12, start = d.readUInt32BE(entry);
        const end = d.readUInt32BE(entry + 4), id = d.readUInt32BE(entry + 8);
        for (let code = start; code <= end; code++) ids.set(code, id + code - start);
      }
    }
    return ids;
  }

  get(char) {
    let sprite = this.sprites.get(char);
    if (!sprite) {
      const id = this.ids.get(char.codePointAt(0));
      if (id === undefined) throw new Error(`no emoji ${char} in ${kEmojiFont}`);
      this.sprites.set(char, sprite = new Sprite(decode_png(this.picture(id))));
    }
    return sprite;
  }

  // CBLC tells where in CBDT the PNG of a glyph is; Noto uses index formats 1 and 3, images 17.
  picture(id) {
    const d = this.data, base = this.tables.CBLC;
    const list = base + d.readUInt32BE(base + 8), count = d.readUInt32BE(base + 16);
    for (let i = 0; i < count; i++) {
      const entry = list + i * 8, first = d.readUInt16BE(entry), last = d.readUInt16BE(entry + 2);
      if (id < first || id > last) continue;
      const table = list + d.readUInt32BE(entry + 4), format = d.readUInt16BE(table);
      const n = id - first;
      const offset = format === 1 ? d.readUInt32BE(table + 8 + n * 4)
        : d.readUInt16BE(table + 8 + n * 2);
      const at = this.tables.CBDT + d.readUInt32BE(table + 4) + offset;
      return d.subarray(at + 9, at + 9 + d.readUInt32BE(at + 5));
    }
    throw new Error(`no picture for glyph ${id}`);
  }
}

export class Sprite {
  constructor({ width, height, rgba }) {
    this.levels = [with_border(width, height, premultiply(rgba))];
    while (this.levels.at(-1).width > 16) this.levels.push(half(this.levels.at(-1)));
  }

  level_for(width) {
    let best = this.levels[0];
    for (const level of this.levels) if (level.width >= width * 0.9) best = level;
    return best;
  }
}

function premultiply(rgba) {
  const out = new Uint8Array(rgba.length);
  for (let i = 0; i < rgba.length; i += 4) {
    for (let k = 0; k < 3; k++) out[i + k] = rgba[i + k] * rgba[i + 3] / 255;
    out[i + 3] = rgba[i + 3];
  }
  return out;
}

function with_border(width, height, pixels) {
  const data = new Uint8Array((width + 2) * (height + 2) * 4);
  for (let y = 0; y < height; y++) {
    data.set(pixels.subarray(y * width * 4, (y + 1) * width * 4), ((y + 1) * (width + 2) + 1) * 4);
  }
  return { width, height, data };
}

function half(level) {
  const width = level.width >> 1, height = level.height >> 1, row = (level.width + 2) * 4;
  const pixels = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width * 4; x++) {
      const i = (y * 2 + 1) * row + (x >> 2) * 8 + 4 + (x & 3), d = level.data;
      pixels[y * width * 4 + x] = (d[i] + d[i + 4] + d[i + row] + d[i + row + 4]) / 4;
    }
  }
  return with_border(width, height, pixels);
}

// Enough of PNG for the font: 8-bit palette (with tRNS), RGB or RGBA, not interlaced.
export function decode_png(png) {
  const chunks = {}, parts = [];
  for (let at = 8; at < png.length;) {
    const size = png.readUInt32BE(at), name = png.toString('latin1', at + 4, at + 8);
    const body = png.subarray(at + 8, at + 8 + size);
    if (name === 'IDAT') parts.push(body);
    else chunks[name] = body;
    at += size + 12;
  }
  const width = chunks.IHDR.readUInt32BE(0), height = chunks.IHDR.readUInt32BE(4);
  const depth = chunks.IHDR[8], type = chunks.IHDR[9], channels = { 2: 3, 3: 1, 6: 4 }[type];
  if (!channels || (depth !== 8 && type !== 3)) throw new Error(`png type ${type}/${depth}`);
  const row_bytes = Math.ceil(width * channels * depth / 8);
  const raw = unfilter(inflateSync(Buffer.concat(parts)), row_bytes, height, channels);
  return { width, height, rgba: to_rgba(raw, { width, height, depth, channels, row_bytes },
    chunks) };
}

function unfilter(data, row_bytes, height, step) {
  const out = new Uint8Array(row_bytes * height);
  for (let y = 0, at = 0; y < height; y++) {
    const filter = data[at++], row = y * row_bytes;
    for (let x = 0; x < row_bytes; x++, at++) {
      const left = x >= step ? out[row + x - step] : 0, up = y ? out[row + x - row_bytes] : 0;
      const corner = x >= step && y ? out[row + x - row_bytes - step] : 0;
      out[row + x] = data[at] + predict(filter, left, up, corner);
    }
  }
  return out;
}

function predict(filter, left, up, corner) {
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return left + up >> 1;
  if (filter !== 4) return 0;
  const a = Math.abs(up - corner), b = Math.abs(left - corner);
  const c = Math.abs(left + up - 2 * corner);
  return a <= b && a <= c ? left : b <= c ? up : corner;
}

function to_rgba(raw, { width, height, depth, channels, row_bytes }, chunks) {
  const rgba = new Uint8Array(width * height * 4).fill(255);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 4;
      if (channels === 1) {
        const bit = x * depth, byte = raw[y * row_bytes + (bit >> 3)];
        const index = byte >> 8 - depth - (bit & 7) & (1 << depth) - 1;
        rgba.set(chunks.PLTE.subarray(index * 3, index * 3 + 3), at);
        rgba[at + 3] = chunks.tRNS?.[index] ?? 255;
      } else {
        const from = y * row_bytes + x * channels;
        rgba.set(raw.subarray(from, from + channels), at);
      }
    }
  }
  return rgba;
}
