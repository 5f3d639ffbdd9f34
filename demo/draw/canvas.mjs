// A small software canvas: anti-aliased polygons (exact area coverage), glows and sprites on RGBA.
// Paths are lists of contours: flat arrays [x0, y0, x1, y1, …] in local coordinates.
import { parse_color } from './color.mjs';
import { CoverageBuffer } from './coverage.mjs';
import { stroke_contours } from './shapes.mjs';

export class Canvas {
  constructor(width, height) {
    this.width = width;
    this.height = height;
    this.words = new Uint32Array(width * height);
    this.bytes = new Uint8Array(this.words.buffer);
    this.coverage = new CoverageBuffer(width, height);
    this.reset();
  }

  reset() {
    this.matrix = [1, 0, 0, 1, 0, 0];
    this.stack = [];
  }

  save() { this.stack.push(this.matrix); }
  restore() { this.matrix = this.stack.pop(); }
  translate(x, y) { this.transform(1, 0, 0, 1, x, y); }
  scale(x, y = x) { this.transform(x, 0, 0, y, 0, 0); }
  rotate(angle) {
    const c = Math.cos(angle), s = Math.sin(angle);
    this.transform(c, s, -s, c, 0, 0);
  }

  transform(a, b, c, d, e, f) {
    const m = this.matrix;
    this.matrix = [m[0] * a + m[2] * b, m[1] * a + m[3] * b, m[0] * c + m[2] * d,
      m[1] * c + m[3] * d, m[0] * e + m[2] * f + m[4], m[1] * e + m[3] * f + m[5]];
  }

  // Runs `paint` with the origin moved, turned and scaled, then puts the matrix back.
  at(x, y, paint, { turn = 0, size = 1, size_y = size } = {}) {
    this.save();
    this.translate(x, y);
    if (turn) this.rotate(turn);
    if (size !== 1 || size_y !== 1) this.scale(size, size_y);
    paint();
    this.restore();
  }

  clear(color) { this.words.fill(pack(parse_color(color))); }
  copy(other) { this.words.set(other.words); }

  // Vertical gradient over the whole canvas; stops: [[0..1, colour], …] in order.
  gradient(stops) {
    const parsed = stops.map(([at, color]) => [at, parse_color(color)]);
    for (let y = 0; y < this.height; y++) {
      const color = mix_stops(parsed, (y + 0.5) / this.height);
      this.words.fill(pack(color), y * this.width, (y + 1) * this.width);
    }
  }

  fill(contours, color, alpha = 1) {
    const rgb = parse_color(color);
    if (alpha <= 0) return;
    const box = this.coverage.add(contours, this.matrix);
    if (box) this.blend(box, rgb, Math.min(1, alpha));
  }

  stroke(contours, line_width, color, alpha = 1) {
    this.fill(stroke_contours(contours, line_width), color, alpha);
  }

  blend(box, rgb, alpha) {
    const { cells, stride } = this.coverage;
    const solid = pack(rgb), { words, bytes, width } = this;
    for (let y = box.y0; y < box.y1; y++) {
      let sum = 0, cell = (y - box.y0) * stride;
      for (let at = y * width + box.x0, end = y * width + box.x1; at < end; at++, cell++) {
        sum += cells[cell];
        let cover = sum < 0 ? -sum : sum;
        if (cover < 0.004) continue;
        cover = (cover > 1 ? 1 : cover) * alpha;
        if (cover > 0.996) words[at] = solid;
        else mix_pixel(bytes, at * 4, rgb, cover);
      }
      cells.fill(0, (y - box.y0) * stride, (y - box.y0) * stride + stride);
    }
  }

  // Soft round light: alpha falls smoothly to zero at the radius.
  glow(x, y, radius, color, alpha = 1) {
    const m = this.matrix, rgb = parse_color(color);
    const r = radius * Math.hypot(m[0], m[1]);
    const cx = m[0] * x + m[2] * y + m[4], cy = m[1] * x + m[3] * y + m[5];
    const x0 = Math.max(0, Math.floor(cx - r)), x1 = Math.min(this.width, Math.ceil(cx + r));
    const y0 = Math.max(0, Math.floor(cy - r)), y1 = Math.min(this.height, Math.ceil(cy + r));
    for (let py = y0; py < y1; py++) {
      for (let px = x0; px < x1; px++) {
        const q = 1 - ((px - cx) ** 2 + (py - cy) ** 2) / (r * r);
        if (q > 0.02) mix_pixel(this.bytes, (py * this.width + px) * 4, rgb, q * q * alpha);
      }
    }
  }

  // A soft hanging veil one unit wide: clear at the top, brightest near the foot.
  veil(x, top, foot, color, alpha) {
    const unit = this.matrix[0], rgb = parse_color(color);
    const x0 = Math.max(0, Math.round(x * unit)), x1 = Math.min(this.width,
      Math.round((x + 1) * unit));
    const y0 = Math.max(0, Math.round(top * unit)), y1 = Math.min(this.height,
      Math.round(foot * unit));
    for (let y = y0; y < y1; y++) {
      const share = (y - top * unit) / ((foot - top) * unit);
      const cover = alpha * share * share * Math.min(1, (1 - share) * 7);
      for (let px = x0; px < x1; px++) mix_pixel(this.bytes, (y * this.width + px) * 4, rgb, cover);
    }
  }

  // Draws a sprite (premultiplied RGBA with smaller copies) centred at x, y, `size` units wide.
  sprite(sprite, x, y, size, { turn = 0, alpha = 1, size_y = 1 } = {}) {
    this.save();
    this.translate(x, y);
    if (turn) this.rotate(turn);
    const m = this.matrix;
    const level = sprite.level_for(size * Math.hypot(m[0], m[1]));
    this.scale(size / level.width, (size / level.width) * size_y);
    blit(this, level, alpha);
    this.restore();
  }
}

function pack(rgb) { return (255 << 24 | rgb[2] << 16 | rgb[1] << 8 | rgb[0]) >>> 0; }

function mix_pixel(bytes, at, rgb, cover) {
  bytes[at] += (rgb[0] - bytes[at]) * cover;
  bytes[at + 1] += (rgb[1] - bytes[at + 1]) * cover;
  bytes[at + 2] += (rgb[2] - bytes[at + 2]) * cover;
}

function mix_stops(stops, at) {
  let next = stops.findIndex(([place]) => place >= at);
  if (next === 0) return stops[0][1];
  if (next < 0) return stops.at(-1)[1];
  const [a, low] = stops[next - 1], [b, high] = stops[next];
  const share = (at - a) / (b - a || 1);
  return low.map((value, i) => Math.round(value + (high[i] - value) * share));
}

function device_box(canvas, level) {
  const m = canvas.matrix, w = level.width / 2, h = level.height / 2;
  const rx = Math.abs(m[0]) * w + Math.abs(m[2]) * h, ry = Math.abs(m[1]) * w + Math.abs(m[3]) * h;
  return { x0: Math.max(0, Math.floor(m[4] - rx)), x1: Math.min(canvas.width, Math.ceil(m[4] + rx)),
    y0: Math.max(0, Math.floor(m[5] - ry)), y1: Math.min(canvas.height, Math.ceil(m[5] + ry)) };
}

function blit(canvas, level, alpha) {
  const m = canvas.matrix, box = device_box(canvas, level), bytes = canvas.bytes;
  const det = m[0] * m[3] - m[1] * m[2];
  if (!det) return;
  const ia = m[3] / det, ib = -m[1] / det, ic = -m[2] / det, id = m[0] / det;
  for (let y = box.y0; y < box.y1; y++) {
    const dy = y + 0.5 - m[5];
    for (let x = box.x0; x < box.x1; x++) {
      const dx = x + 0.5 - m[4];
      const u = ia * dx + ic * dy + level.width / 2 - 0.5;
      const v = ib * dx + id * dy + level.height / 2 - 0.5;
      if (u <= -1 || v <= -1 || u >= level.width || v >= level.height) continue;
      sample(level, u, v, bytes, (y * canvas.width + x) * 4, alpha);
    }
  }
}

function sample(level, u, v, bytes, at, alpha) {
  // Levels carry a transparent border of one pixel, so that the four neighbours always exist.
  const x = Math.floor(u), y = Math.floor(v), fx = u - x, fy = v - y;
  const data = level.data, row = (level.width + 2) * 4, i = (y + 1) * row + (x + 1) * 4;
  const a = (1 - fx) * (1 - fy), b = fx * (1 - fy), c = (1 - fx) * fy, d = fx * fy;
  const opacity = data[i + 3] * a + data[i + 7] * b + data[i + row + 3] * c + data[i + row + 7] * d;
  if (opacity < 1) return;
  const keep = 1 - opacity * alpha / 255;
  for (let k = 0; k < 3; k++) {
    const j = i + k;
    const value = data[j] * a + data[j + 4] * b + data[j + row] * c + data[j + row + 4] * d;
    bytes[at + k] = bytes[at + k] * keep + value * alpha;
  }
}
