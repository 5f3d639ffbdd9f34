// Colours: '#rrggbb' or [r, g, b]; mixing; one palette for every clip so that the feed looks like
// one family.
const parsed = new Map();

export function parse_color(color) {
  if (Array.isArray(color)) return color;
  let rgb = parsed.get(color);
  if (!rgb) {
    const value = Number.parseInt(color.slice(1), 16);
    parsed.set(color, rgb = [value >> 16, value >> 8 & 255, value & 255]);
  }
  return rgb;
}

export function mix(a, b, share) {
  const from = parse_color(a), to = parse_color(b);
  return from.map((value, i) => Math.round(value + (to[i] - value) * share));
}

export function hsl(hue, saturation, light) {
  const a = saturation * Math.min(light, 1 - light);
  return [0, 8, 4].map((n) => {
    const k = (n + hue * 12 + 120) % 12;
    return Math.round(255 * (light - a * Math.max(-1, Math.min(k - 3, 9 - k, 1))));
  });
}

export const kSun = '#ffc145', kCoral = '#ff6f59', kRose = '#ef476f', kCream = '#fff6e5';
export const kMint = '#7bd8b4', kSky = '#59c3e8', kSea = '#1f7a8c', kNight = '#1d1a3f';
export const kPlum = '#5b3a8c', kInk = '#2b2340', kLeaf = '#4f9d69', kPeach = '#ffd6a5';
