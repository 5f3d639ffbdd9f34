// Contours of common shapes, in local units.
export function circle(x, y, radius) { return ellipse(x, y, radius, radius); }

export function ellipse(x, y, rx, ry) {
  const sides = Math.max(12, Math.min(96, Math.ceil(Math.max(rx, ry) * 0.9)));
  const contour = new Array(sides * 2);
  for (let i = 0; i < sides; i++) {
    const angle = i / sides * Math.PI * 2;
    contour[i * 2] = x + Math.cos(angle) * rx;
    contour[i * 2 + 1] = y + Math.sin(angle) * ry;
  }
  return [contour];
}

export function rect(x, y, w, h) { return [[x, y, x + w, y, x + w, y + h, x, y + h]]; }

export function round_rect(x, y, w, h, radius) {
  const r = Math.min(radius, w / 2, h / 2), contour = [];
  const corners = [[x + w - r, y + r, -0.5], [x + w - r, y + h - r, 0], [x + r, y + h - r, 0.5],
    [x + r, y + r, 1]];
  for (const [cx, cy, turn] of corners) {
    for (let i = 0; i <= 8; i++) {
      const angle = (turn + i / 16) * Math.PI;
      contour.push(cx + Math.cos(angle) * r, cy + Math.sin(angle) * r);
    }
  }
  return [contour];
}

export function polygon(...points) { return [points]; }

export function star(x, y, outer, inner, points = 5, turn = -Math.PI / 2) {
  const contour = [];
  for (let i = 0; i < points * 2; i++) {
    const r = i % 2 ? inner : outer, angle = turn + i * Math.PI / points;
    contour.push(x + Math.cos(angle) * r, y + Math.sin(angle) * r);
  }
  return [contour];
}

// A closed region under y = height(x), from x0 to x1 down to `bottom`.
export function under(height, x0, x1, bottom, step = 6) {
  const contour = [x1, bottom, x0, bottom];
  for (let x = x0; x < x1; x += step) contour.push(x, height(x));
  contour.push(x1, height(x1));
  return [contour];
}

export function arc_line(x, y, radius, from, to, steps = 24) {
  const contour = [];
  for (let i = 0; i <= steps; i++) {
    const angle = from + (to - from) * i / steps;
    contour.push(x + Math.cos(angle) * radius, y + Math.sin(angle) * radius);
  }
  return [contour];
}

// Open lines become filled bodies: a quad a segment and a round dot at each joint, all of one
// winding.
export function stroke_contours(lines, line_width) {
  const r = line_width / 2, out = [];
  for (const line of lines) {
    for (let i = 0; i < line.length; i += 2) {
      if (line_width > 1.5) out.push(...joint(line[i], line[i + 1], r));
      if (i + 3 < line.length) push_segment(out, line, i, r);
    }
  }
  return out;
}

function joint(x, y, r) {
  const sides = r < 4 ? 8 : 20, contour = [];
  for (let i = 0; i < sides; i++) {
    const angle = i / sides * Math.PI * 2;
    contour.push(x + Math.cos(angle) * r, y + Math.sin(angle) * r);
  }
  return [contour];
}

function push_segment(out, line, i, r) {
  const xa = line[i], ya = line[i + 1], xb = line[i + 2], yb = line[i + 3];
  const length = Math.hypot(xb - xa, yb - ya);
  if (length < 1e-6) return;
  const nx = (yb - ya) / length * r, ny = -(xb - xa) / length * r;
  out.push([xa + nx, ya + ny, xb + nx, yb + ny, xb - nx, yb - ny, xa - nx, ya - ny]);
}
