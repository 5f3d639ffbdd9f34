// TrueType outlines, read straight from the installed font, so that letters can bounce, turn and
// grow.
import { readFileSync } from 'node:fs';

export class Font {
  constructor(path) {
    this.data = readFileSync(path);
    this.tables = {};
    for (let i = 0, n = this.data.readUInt16BE(4); i < n; i++) {
      const entry = 12 + i * 16;
      this.tables[this.data.toString('latin1', entry, entry + 4)] = this.data.readUInt32BE(entry
        + 8);
    }
    this.units = this.data.readUInt16BE(this.tables.head + 18);
    this.long_offsets = this.data.readInt16BE(this.tables.head + 50) === 1;
    this.advances = this.data.readUInt16BE(this.tables.hhea + 34);
    this.ids = this.read_cmap();
    this.outlines = new Map();
  }

  read_cmap() {
    const d = this.data, base = this.tables.cmap, ids = new Map();
    for (let i = 0, n = d.readUInt16BE(base + 2); i < n; i++) {
      const at = base + d.readUInt32BE(base + 4 + i * 8 + 4);
      if (d.readUInt16BE(at) === 4) read_segments(d, at, ids);
    }
    return ids;
  }

  has(char) { return this.ids.has(char.codePointAt(0)); }

  advance(char) {
    const id = this.ids.get(char.codePointAt(0)) ?? 0;
    const at = this.tables.hmtx + Math.min(id, this.advances - 1) * 4;
    return this.data.readUInt16BE(at) / this.units;
  }

  width(text, size = 1) {
    let sum = 0;
    for (const char of text) sum += this.advance(char);
    return sum * size;
  }

  // Contours of one letter in em units, y down, baseline at 0.
  outline(char) {
    let contours = this.outlines.get(char);
    if (!contours) {
      contours = this.glyph(this.ids.get(char.codePointAt(0)) ?? 0, 0);
      this.outlines.set(char, contours);
    }
    return contours;
  }

  glyph(id, depth) {
    const d = this.data, loca = this.tables.loca;
    const place = (n) => (this.long_offsets ? d.readUInt32BE(loca + n * 4)
      : d.readUInt16BE(loca + n * 2) * 2);
    if (place(id) === place(id + 1) || depth > 4) return [];
    const at = this.tables.glyf + place(id), count = d.readInt16BE(at);
    return count < 0 ? this.composite(at + 10, depth) : simple_glyph(d, at, count, this.units);
  }

  composite(start, depth) {
    const d = this.data, contours = [];
    for (let at = start, flags = 0x20; flags & 0x20;) {
      flags = d.readUInt16BE(at);
      const part = this.glyph(d.readUInt16BE(at + 2), depth + 1);
      const wide = flags & 1;
      const dx = (wide ? d.readInt16BE(at + 4) : d.readInt8(at + 4)) / this.units;
      const dy = (wide ? d.readInt16BE(at + 6) : d.readInt8(at + 5)) / this.units;
      at += wide ? 8 : 6;
      let sx = 1, sy = 1;
      if (flags & 8) { sx = sy = d.readInt16BE(at) / 16384; at += 2; }
      else if (flags & 0x40) {
        sx = d.readInt16BE(at) / 16384;
        sy = d.readInt16BE(at + 2) / 16384;
        at += 4;
      } else if (flags & 0x80) at += 8;
      for (const contour of part) {
        contours.push(contour.map((v, i) => (i % 2 ? v * sy - dy : v * sx + dx)));
      }
    }
    return contours;
  }
}

function read_segments(d, at, ids) {
  const count = d.readUInt16BE(at + 6) / 2;
  for (let i = 0; i < count; i++) {
    const end = d.readUInt16BE(at + 14 + i * 2), start = d.readUInt16BE(at + 16 + (count + i) * 2);
    const delta = d.readInt16BE(at + 16 + (count * 2 + i) * 2);
    const range_at = at + 16 + (count * 3 + i) * 2, range = d.readUInt16BE(range_at);
    for (let code = start; code <= end && code < 0xffff; code++) {
      let id = code + delta & 0xffff;
      if (range) {
        id = d.readUInt16BE(range_at + range + (code - start) * 2);
        if (id) id = id + delta & 0xffff;
      }
      if (id) ids.set(code, id);
    }
  }
}

function simple_glyph(d, at, count, units) {
  const ends = [];
  for (let i = 0; i < count; i++) ends.push(d.readUInt16BE(at + 10 + i * 2));
  const total = ends.at(-1) + 1;
  let pos = at + 10 + count * 2;
  pos += 2 + d.readUInt16BE(pos);
  const flags = [];
  while (flags.length < total) {
    const flag = d[pos++];
    for (let repeat = flag & 8 ? d[pos++] : 0; repeat >= 0; repeat--) flags.push(flag);
  }
  const axis = (short_bit, same_bit) => {
    let value = 0;
    return flags.map((flag) => {
      if (flag & short_bit) value += flag & same_bit ? d[pos++] : -d[pos++];
      else if (!(flag & same_bit)) { value += d.readInt16BE(pos); pos += 2; }
      return value / units;
    });
  };
  const xs = axis(2, 16), ys = axis(4, 32).map((y) => -y);
  let start = 0;
  return ends.map((end) => {
    const points = [];
    for (let i = start; i <= end; i++) points.push([xs[i], ys[i], flags[i] & 1]);
    start = end + 1;
    return flatten(points);
  });
}

// Quadratic curves with implied on-curve points become short straight pieces.
function flatten(points) {
  const first = points.findIndex((p) => p[2]);
  const ring = first < 0 ? [middle(points[0], points.at(-1)), ...points]
    : [...points.slice(first), ...points.slice(0, first)];
  const out = [ring[0][0], ring[0][1]];
  let from = ring[0];
  for (let i = 1; i <= ring.length; i++) {
    const point = ring[i % ring.length];
    if (point[2]) {
      out.push(point[0], point[1]);
      from = point;
      continue;
    }
    const next = ring[(i + 1) % ring.length], to = next[2] ? next : middle(point, next);
    for (let k = 1; k <= 5; k++) {
      const t = k / 5, u = 1 - t;
      out.push(u * u * from[0] + 2 * u * t * point[0] + t * t * to[0],
        u * u * from[1] + 2 * u * t * point[1] + t * t * to[1]);
    }
    from = to;
    if (next[2]) i++;
  }
  return out;
}

function middle(a, b) { return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2, 1]; }
