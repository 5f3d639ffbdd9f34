// Loudness of a track in bands, log-spaced from 60 Hz to 9 kHz, smoothed for the eye.
import { kRate } from './instruments.mjs';

const kSize = 2048;

export function spectrum(track, fps, bands) {
  const frames = [], count = Math.floor(track.length / kRate * fps);
  let held = new Float32Array(bands);
  for (let frame = 0; frame < count; frame++) {
    const levels = band_levels(window_at(track, frame / fps * kRate), bands);
    held = held.map((old, i) => Math.max(levels[i], old * 0.8));
    frames.push(held);
  }
  return frames;
}

function window_at(track, center) {
  const re = new Float64Array(kSize);
  for (let i = 0; i < kSize; i++) {
    const at = Math.floor(center + i - kSize / 2 + track.length) % track.length;
    const hann = 0.5 - 0.5 * Math.cos(Math.PI * 2 * i / kSize);
    re[i] = (track.left[at] + track.right[at]) * hann;
  }
  return re;
}

function band_levels(re, bands) {
  const im = new Float64Array(kSize);
  transform(re, im);
  return Float32Array.from({ length: bands }, (_, band) => {
    const low = bin(60 * 150 ** (band / bands)), high = Math.max(low + 1,
      bin(60 * 150 ** ((band + 1) / bands)));
    let power = 0;
    for (let i = low; i < high; i++) power = Math.max(power, Math.hypot(re[i], im[i]));
    const decibels = 20 * Math.log10(power / kSize * 4 + 1e-6) + band / bands * 14;
    return Math.max(0, Math.min(1, (decibels + 46) / 44));
  });
}

function bin(hz) { return Math.round(hz * kSize / kRate); }

// In-place radix-2 Fourier transform.
function transform(re, im) {
  const n = re.length;
  for (let i = 1, j = 0; i < n; i++) {
    let bit = n >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) {
      [re[i], re[j]] = [re[j], re[i]];
      [im[i], im[j]] = [im[j], im[i]];
    }
  }
  for (let size = 2; size <= n; size *= 2) {
    const half = size / 2, turn = -Math.PI * 2 / size;
    for (let k = 0; k < half; k++) {
      const c = Math.cos(turn * k), s = Math.sin(turn * k);
      for (let i = k; i < n; i += size) {
        const j = i + half, x = re[j] * c - im[j] * s, y = re[j] * s + im[j] * c;
        re[j] = re[i] - x;
        im[j] = im[i] - y;
        re[i] += x;
        im[i] += y;
      }
    }
  }
}
