// A tiny synthesiser. Each voice is (frequency_hz, seconds, random) -> mono samples at kRate.
import { chance } from '../draw/motion.mjs';

export const kRate = 48000;
const kTurn = Math.PI * 2;

function shape(seconds, sample) {
  const out = new Float32Array(Math.ceil(seconds * kRate));
  const fade = Math.min(out.length, 480);
  for (let i = 0; i < out.length; i++) out[i] = sample(i / kRate, i);
  for (let i = 0; i < fade; i++) out[out.length - 1 - i] *= i / fade;
  return out;
}

// Plucked string (Karplus-Strong): a burst of noise circling through a softening delay.
function string_voice(damping, bright) {
  return (hz, seconds, random) => {
    const period = Math.max(2, Math.round(kRate / hz - 0.5)), ring = new Float32Array(period);
    let last = 0;
    for (let i = 0; i < period; i++) ring[i] = last += (random() * 2 - 1 - last) * bright;
    return shape(seconds, (t, i) => {
      const at = i % period, value = ring[at];
      ring[at] = damping * (value + ring[(at + 1) % period]) / 2;
      return value * 1.6;
    });
  };
}

function marimba(hz) {
  return shape(0.9, (t) => Math.sin(kTurn * hz * t) * Math.exp(-t * 6)
    + 0.35 * Math.sin(kTurn * hz * 3.93 * t) * Math.exp(-t * 22)
    + 0.1 * Math.sin(kTurn * hz * 9.2 * t) * Math.exp(-t * 50));
}

function bell(hz) {
  return shape(2.2, (t) => 0.6 * Math.sin(kTurn * hz * t) * Math.exp(-t * 2.2)
    + 0.3 * Math.sin(kTurn * hz * 2.0 * t) * Math.exp(-t * 3.5)
    + 0.18 * Math.sin(kTurn * hz * 3.01 * t) * Math.exp(-t * 6));
}

function rhodes(hz, seconds) {
  return shape(seconds + 0.5, (t) => {
    const tine = Math.sin(kTurn * hz * 4 * t) * Math.exp(-t * 9) * 0.5;
    const body = Math.sin(kTurn * hz * t + tine + 0.5 * Math.sin(kTurn * hz * t) * Math.exp(-t
      * 2));
    return body * Math.exp(-t * 1.3) * Math.min(1, t * 300) * (1 + 0.12 * Math.sin(kTurn * 5 * t))
      * Math.min(1, Math.max(0, (seconds + 0.5 - t) * 4));
  });
}

function bass(hz, seconds) {
  return shape(seconds, (t) => {
    const wave = Math.sin(kTurn * hz * t) + 0.4 * Math.sin(kTurn * hz * 2 * t) * Math.exp(-t * 7)
      + 0.2 * Math.sin(kTurn * hz * 3 * t) * Math.exp(-t * 12);
    return wave * Math.min(1, t * 200) * Math.exp(-t * 1.8);
  });
}

function reeds(detune, bright) {
  return (hz, seconds) => {
    const saw = (phase) => 2 * (phase - Math.floor(phase)) - 1;
    let low = 0, lower = 0;
    return shape(seconds, (t) => {
      const raw = saw(hz * t) + saw(hz * detune * t) + saw(hz / detune * t);
      low += (raw - low) * bright;
      lower += (low - lower) * bright;
      return lower * 0.4 * Math.min(1, t * 14) * Math.min(1, (seconds - t) * 10);
    });
  };
}

function pad(hz, seconds) {
  const saw = (phase) => 2 * (phase - Math.floor(phase)) - 1;
  let low = 0, lower = 0;
  return shape(seconds + 0.8, (t) => {
    const raw = saw(hz * t) + saw(hz * 1.004 * t) + saw(hz * 0.996 * t) + saw(hz * 0.5 * t);
    low += (raw - low) * 0.035;
    lower += (low - lower) * 0.06;
    return lower * 0.5 * Math.min(1, t * 2.2) * Math.min(1, (seconds + 0.8 - t) * 1.3);
  });
}

function chip(hz, seconds) {
  return shape(seconds * 0.8, (t) => (hz * t % 1 < 0.25 ? 0.45 : -0.15) * Math.exp(-t * 4));
}

function flute(hz, seconds, random) {
  return shape(seconds, (t) => {
    const phase = kTurn * (hz * t + 0.004 * hz / 5 * Math.sin(kTurn * 5 * t) * Math.min(1, t * 2));
    return (Math.sin(phase) + 0.18 * Math.sin(phase * 2) + (random() - 0.5) * 0.04)
      * Math.min(1, t * 22) * Math.min(1, (seconds - t) * 14) * 0.7;
  });
}

function kick() {
  return shape(0.32, (t) => 1.1 * Math.sin(kTurn * (48 * t + 6 * (1 - Math.exp(-t * 28))))
    * Math.exp(-t * 11));
}

function noise_hit(seconds, decay, bright, tone = 0) {
  return (hz, length, random) => {
    let low = 0;
    return shape(seconds, (t) => {
      const raw = random() * 2 - 1;
      low += (raw - low) * bright;
      return (raw - low) * Math.exp(-t * decay)
        + tone * Math.sin(kTurn * 190 * t) * Math.exp(-t * 24);
    });
  };
}

function rim() {
  return shape(0.08, (t) => Math.sin(kTurn * 1700 * t) * Math.exp(-t * 90)
    + 0.6 * Math.sin(kTurn * 900 * t) * Math.exp(-t * 70));
}

export const kVoices = {
  pluck: string_voice(0.996, 0.55), pizz: string_voice(0.965, 0.7), guitar: string_voice(0.997,
    0.3),
  marimba, bell, rhodes, bass, pad, chip, flute, accordion: reeds(1.006, 0.22),
  brass: reeds(1.003, 0.12), kick, rim,
  snare: noise_hit(0.2, 20, 0.15, 0.7), hat: noise_hit(0.06, 70, 0.75),
  open_hat: noise_hit(0.22, 16, 0.75), shaker: noise_hit(0.07, 45, 0.6),
  clap: noise_hit(0.16, 26, 0.3), brush: noise_hit(0.16, 18, 0.45, 0.12),
};

const cache = new Map();

export function note(voice, hz, seconds) {
  const key = `${voice} ${hz.toFixed(2)} ${seconds.toFixed(3)}`;
  let samples = cache.get(key);
  if (!samples) cache.set(key, samples = kVoices[voice](hz, seconds, chance(key.length * 7919)));
  return samples;
}

export const midi_hz = (midi) => 440 * 2 ** ((midi - 69) / 12);
