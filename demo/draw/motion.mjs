// Easing and seeded chance.
export const clamp01 = (x) => (x < 0 ? 0 : x > 1 ? 1 : x);
export const lerp = (a, b, share) => a + (b - a) * share;
export const ramp = (t, from, to) => clamp01((t - from) / (to - from));
export const smooth = (x) => { const c = clamp01(x); return c * c * (3 - 2 * c); };
export const ease_out = (x) => 1 - (1 - clamp01(x)) ** 3;
export const bounce_out = (x) => {
  const c = clamp01(x);
  return 1 - Math.cos(c * Math.PI * 2.5) * (1 - c) ** 3;
};
// 1 on the beat, falling to 0 before the next one.
export const beat_pulse = (t, bpm) => (1 - t * bpm / 60 % 1) ** 3;

export function chance(seed) {  // mulberry32
  let state = seed >>> 0;
  return () => {
    state = state + 0x6d2b79f5 >>> 0;
    let z = state;
    z = Math.imul(z ^ z >>> 15, z | 1);
    z ^= z + Math.imul(z ^ z >>> 7, z | 61);
    return ((z ^ z >>> 14) >>> 0) / 4294967296;
  };
}
