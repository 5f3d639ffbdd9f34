// Stereo tracks: adding notes, a short room, loudness measured after BS.1770 and set in one gain.
import { kRate } from './instruments.mjs';

export class Track {
  constructor(seconds) {
    this.length = Math.round(seconds * kRate);
    this.left = new Float32Array(this.length);
    this.right = new Float32Array(this.length);
  }

  // Adds mono samples; what runs past the end comes back at the start when `loop`.
  add(samples, at_seconds, gain = 1, pan = 0, loop = false) {
    const l = gain * Math.cos((pan + 1) * Math.PI / 4), r = gain * Math.sin((pan + 1)
      * Math.PI / 4);
    let at = Math.round(at_seconds * kRate);
    for (let i = 0; i < samples.length; i++, at++) {
      if (at >= this.length) {
        if (!loop) return;
        at -= this.length;
      }
      this.left[at] += samples[i] * l;
      this.right[at] += samples[i] * r;
    }
  }

  // Adds another track, repeated to fill this one, under a gain that may change with time.
  lay(other, gain_at) {
    let gain = gain_at(0);
    for (let i = 0; i < this.length; i++) {
      if (i % 480 === 0) gain += (gain_at(i / kRate) - gain) * 0.3;
      const j = i % other.length;
      this.left[i] += other.left[j] * gain;
      this.right[i] += other.right[j] * gain;
    }
  }

  room(wet = 0.18) {
    echo(this.left, [1557, 2113, 2797, 3461], wet);
    echo(this.right, [1617, 2053, 2917, 3307], wet);
  }

  fade(in_seconds, out_seconds) {
    const a = in_seconds * kRate, b = out_seconds * kRate;
    for (let i = 0; i < this.length; i++) {
      const gain = Math.min(1, i / a, (this.length - i) / b);
      this.left[i] *= gain;
      this.right[i] *= gain;
    }
  }

  gain(factor) {
    for (let i = 0; i < this.length; i++) {
      this.left[i] *= factor;
      this.right[i] *= factor;
    }
  }

  // Brings the track to the wanted loudness with every peak under the ceiling.
  master(lufs = -14, ceiling = 0.68) {
    for (let round = 0; round < 2; round++) {
      this.gain(10 ** ((lufs - loudness(this)) / 20));
      this.limit(ceiling);
    }
  }

  // Turns loud moments down smoothly, looking ahead two blocks of 2.7 ms: no clipping, no edges.
  limit(ceiling) {
    const size = 128, count = Math.ceil(this.length / size), wanted = new Float32Array(count
      + 1).fill(1);
    for (let i = 0; i < this.length; i++) {
      const peak = Math.max(Math.abs(this.left[i]), Math.abs(this.right[i])), block = i / size | 0;
      if (peak * wanted[block] > ceiling) wanted[block] = ceiling / peak;
    }
    const held = around(wanted, 3, (values) => Math.min(...values));
    const smooth = around(held, 2, (values) => values.reduce((a, b) => a + b, 0) / values.length);
    for (let i = 0; i < this.length; i++) {
      const block = i / size | 0, share = i % size / size;
      const gain = smooth[block] + (smooth[Math.min(count, block + 1)] - smooth[block]) * share;
      this.left[i] *= gain;
      this.right[i] *= gain;
    }
  }

  wav() {
    const out = Buffer.alloc(44 + this.length * 4);
    out.write('RIFF', 0, 'latin1');
    out.writeUInt32LE(36 + this.length * 4, 4);
    out.write('WAVEfmt ', 8, 'latin1');
    out.writeUInt32LE(16, 16);
    out.writeUInt16LE(1, 20);
    out.writeUInt16LE(2, 22);
    out.writeUInt32LE(kRate, 24);
    out.writeUInt32LE(kRate * 4, 28);
    out.writeUInt16LE(4, 32);
    out.writeUInt16LE(16, 34);
    out.write('data', 36, 'latin1');
    out.writeUInt32LE(this.length * 4, 40);
    const pcm = new Int16Array(out.buffer, out.byteOffset + 44, this.length * 2);
    for (let i = 0; i < this.length; i++) {
      pcm[i * 2] = Math.round(this.left[i] * 32767);
      pcm[i * 2 + 1] = Math.round(this.right[i] * 32767);
    }
    return out;
  }
}

function around(values, reach, combine) {
  return values.map((_, i) => combine(values.subarray(Math.max(0, i - reach), i + reach + 1)));
}

// Four damped feedback delays; run twice over a loop so that its tail is already there at the
// start.
function echo(side, delays, wet) {
  const dry = Float32Array.from(side);
  for (const delay of delays) {
    const ring = new Float32Array(delay);
    let low = 0;
    for (let pass = 0; pass < 2; pass++) {
      for (let i = 0; i < side.length; i++) {
        const at = (i + pass * side.length) % delay, value = ring[at];
        low += (value - low) * 0.45;
        ring[at] = dry[i] + low * 0.74;
        if (pass) side[i] += value * wet / 4;
      }
    }
  }
}

// Integrated loudness in LUFS: K-weighting, 400 ms blocks, absolute and relative gates.
export function loudness(track) {
  const left = weigh(track.left), right = weigh(track.right);
  const block = Math.round(kRate * 0.4), hop = block / 4, powers = [];
  for (let at = 0; at + block <= left.length; at += hop) {
    let sum = 0;
    for (let i = at; i < at + block; i++) sum += left[i] * left[i] + right[i] * right[i];
    powers.push(sum / block);
  }
  const level = (list) => -0.691 + 10 * Math.log10(list.reduce((a, b) => a + b, 0) / list.length);
  const heard = powers.filter((power) => level([power]) > -70);
  if (!heard.length) return -70;
  const gate = level(heard) - 10;
  return level(heard.filter((power) => level([power]) > gate));
}

function weigh(samples) {
  const shelf = biquad(samples, [1.53512485958697, -2.69169618940638, 1.19839281085285],
    [-1.69065929318241, 0.73248077421585]);
  return biquad(shelf, [1, -2, 1], [-1.99004745483398, 0.99007225036621]);
}

function biquad(samples, [b0, b1, b2], [a1, a2]) {
  const out = new Float32Array(samples.length);
  let x1 = 0, x2 = 0, y1 = 0, y2 = 0;
  for (let i = 0; i < samples.length; i++) {
    const x = samples[i], y = b0 * x + b1 * x1 + b2 * x2 - a1 * y1 - a2 * y2;
    x2 = x1; x1 = x; y2 = y1; y1 = y;
    out[i] = y;
  }
  return out;
}
