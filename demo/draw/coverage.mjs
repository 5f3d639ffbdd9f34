// Exact area coverage of polygons: every edge adds its signed area to the cells it crosses, and a
// running sum along a row gives the coverage. Overlaps of equal winding saturate at full.
export class CoverageBuffer {
  constructor(width, height) {
    this.width = width;
    this.height = height;
    this.cells = new Float32Array((width + 2) * height);
    this.stride = width + 2;
    this.points = new Float64Array(1024);
  }

  // Adds the contours and returns the touched box in device pixels, or null when off canvas.
  add(contours, matrix) {
    const count = this.project(contours, matrix);
    const box = this.box(count);
    if (!box) return null;
    this.stride = box.x1 - box.x0 + 2;
    let start = 0;
    for (const contour of contours) {
      const end = start + contour.length;
      for (let i = start; i < end; i += 2) {
        const j = i + 2 < end ? i + 2 : start;
        this.edge(this.points[i], this.points[i + 1], this.points[j], this.points[j + 1], box);
      }
      start = end;
    }
    return box;
  }

  project(contours, m) {
    let count = 0;
    for (const contour of contours) count += contour.length;
    if (count > this.points.length) this.points = new Float64Array(count * 2);
    let at = 0;
    for (const contour of contours) {
      for (let i = 0; i < contour.length; i += 2) {
        const x = contour[i], y = contour[i + 1];
        this.points[at++] = m[0] * x + m[2] * y + m[4];
        this.points[at++] = m[1] * x + m[3] * y + m[5];
      }
    }
    return count;
  }

  box(count) {
    let x0 = Infinity, y0 = Infinity, x1 = -Infinity, y1 = -Infinity;
    for (let i = 0; i < count; i += 2) {
      const x = this.points[i], y = this.points[i + 1];
      if (x < x0) x0 = x;
      if (x > x1) x1 = x;
      if (y < y0) y0 = y;
      if (y > y1) y1 = y;
    }
    x0 = Math.max(0, Math.floor(x0));
    y0 = Math.max(0, Math.floor(y0));
    x1 = Math.min(this.width, Math.ceil(x1) + 1);
    y1 = Math.min(this.height, Math.ceil(y1) + 1);
    return x0 < x1 && y0 < y1 ? { x0, y0, x1, y1 } : null;
  }

  edge(xa, ya, xb, yb, box) {
    if (ya === yb) return;
    const sign = ya < yb ? 1 : -1;
    if (sign < 0) [xa, ya, xb, yb] = [xb, yb, xa, ya];
    const slope = (xb - xa) / (yb - ya);
    const top = Math.max(ya, box.y0), bottom = Math.min(yb, box.y1);
    const last = box.x1 - box.x0;
    for (let y = Math.floor(top); y < bottom; y++) {
      const from = Math.max(top, y), to = Math.min(bottom, y + 1);
      if (to <= from) continue;
      const start = clamp(xa + (from - ya) * slope - box.x0, last);
      const end = clamp(xa + (to - ya) * slope - box.x0, last);
      const row = (y - box.y0) * this.stride;
      this.span(row, Math.min(start, end), Math.max(start, end), sign * (to - from));
    }
  }

  // An edge piece inside one row, from x `left` to `right`, with signed height.
  span(row, left, right, height) {
    const cells = this.cells, first = Math.floor(left), last = Math.ceil(right);
    if (last <= first + 1) {
      const middle = (left + right) / 2 - first;
      cells[row + first] += height * (1 - middle);
      cells[row + first + 1] += height * middle;
      return;
    }
    const per_x = height / (right - left);
    const lead = first + 1 - left, tail = right - (last - 1);
    const area_first = per_x * lead * lead / 2;
    cells[row + first] += area_first;
    let before = area_first;
    for (let x = first + 1; x < last - 1; x++) {
      const covered = per_x * (x + 0.5 - left);
      cells[row + x] += covered - before;
      before = covered;
    }
    const area_last = height - per_x * tail * tail / 2;
    cells[row + last - 1] += area_last - before;
    cells[row + last] += height - area_last;
  }
}

function clamp(x, last) { return x < 0 ? 0 : x > last ? last : x; }
