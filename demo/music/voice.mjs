// Speech by espeak-ng, warmed a little and brought to the mixer's rate.
import { spawnSync } from 'node:child_process';
import { kRate } from './instruments.mjs';

export const kSpeakers = {
  fr: { alice: ['fr+f2', 142, 52], bob: ['fr+m3', 138, 42] },
  en: { alice: ['en-gb+f2', 142, 50], bob: ['en-us+m3', 140, 42] },
};

// Mono samples at kRate without the silence at either end.
export function say(text, language, speaker = 'alice') {
  const [voice, words_per_minute, pitch] = kSpeakers[language][speaker];
  const run = spawnSync('espeak-ng', ['-v', voice, '-s', String(words_per_minute), '-p',
    String(pitch),
    '-a', '120', '--stdout', text.replaceAll('\u00a0', ' ')], { maxBuffer: 1 << 26 });
  if (run.status !== 0) throw new Error(`espeak-ng failed: ${run.stderr || run.error}`);
  const wav = run.stdout, rate = wav.readUInt32LE(24), count = (wav.length - 44) >> 1;
  const pcm = new Float32Array(count);
  for (let i = 0; i < count; i++) pcm[i] = wav.readInt16LE(44 + i * 2) / 32768;
  return warm(trim(resample(pcm, rate)));
}

function resample(pcm, rate) {
  const out = new Float32Array(Math.floor(pcm.length * kRate / rate));
  for (let i = 0; i < out.length; i++) {
    const at = i * rate / kRate, k = Math.floor(at), share = at - k;
    const a = pcm[k - 1] ?? 0, b = pcm[k], c = pcm[k + 1] ?? 0, d = pcm[k + 2] ?? 0;
    out[i] = b + share * (c - a + share * (2 * a - 5 * b + 4 * c - d + share * (3 * (b - c)
      + d - a))) / 2;
  }
  return out;
}

function trim(samples) {
  let from = 0, to = samples.length;
  while (from < to && Math.abs(samples[from]) < 0.01) from++;
  while (to > from && Math.abs(samples[to - 1]) < 0.01) to--;
  return samples.subarray(Math.max(0, from - 480), to + 480);
}

// Softens the buzz above 5 kHz and gives the low register some body.
function warm(samples) {
  const out = new Float32Array(samples.length);
  let low = 0, lower = 0, body = 0;
  for (let i = 0; i < samples.length; i++) {
    low += (samples[i] - low) * 0.5;
    lower += (low - lower) * 0.5;
    body += (lower - body) * 0.04;
    out[i] = lower + body * 0.8;
  }
  let peak = 0;
  for (const value of out) peak = Math.max(peak, Math.abs(value));
  return out.map((value) => value * 0.8 / (peak || 1));
}
