// node --test demo/*.test.mjs: the plan, the letters, the loudness meter, one rendered clip.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { kClips } from './clips.mjs';
import { Stage } from './draw/stage.mjs';
import { kRate } from './music/instruments.mjs';
import { loudness, Track } from './music/mixer.mjs';
import { kSongs } from './music/songs.mjs';
import { make_plan } from './plan.mjs';
import { prepare, render } from './render.mjs';

const records = make_plan().map(({ record }) => record);
const clip_named = (slug) => kClips.find((clip) => clip.slug === slug);

test('the plan is the same twice, and wide enough', () => {
  assert.deepEqual(records, make_plan().map(({ record }) => record));
  const distinct = (pick) => new Set(records.map(pick)).size;
  assert.ok(records.length >= 30, `${records.length} clips`);
  assert.ok(distinct((one) => one.kind) >= 8);
  assert.equal(distinct((one) => one.title), records.length);
  assert.equal(distinct((one) => one.file), records.length);
  assert.deepEqual([...new Set(records.map((one) => one.language))].sort(), ['en', 'fr']);
  for (const language of ['en', 'fr']) {
    assert.ok(records.filter((one) => one.language === language).length >= 12, language);
  }
});

test('every author, sound and tag is whole; some sounds are shared', () => {
  const uses = new Map();
  for (const { author, sound, tags, title } of records) {
    assert.match(author.handle, /^[a-z0-9_]{3,30}$/);
    assert.ok(author.display_name && author.bio && sound.title && title.length <= 100);
    assert.ok(tags.length >= 2 && tags.every((tag) => /^[a-z0-9]{2,30}$/.test(tag)), tags.join());
    uses.set(sound.key, (uses.get(sound.key) ?? 0) + 1);
  }
  assert.ok([...uses.values()].filter((count) => count >= 3).length >= 4);
});

test('every letter and picture of every clip exists in the fonts', () => {
  const { fonts, emoji } = new Stage(54, 96);
  for (const { slug, kind, text, lines, messages, steps, ...clip } of kClips) {
    const script = ['landscape', 'satisfying', 'recipe', 'generated'].includes(kind);
    const check = (words, face) => [...(words ?? '')].forEach((letter) => {
      if (!face.has(letter)) assert.doesNotThrow(() => emoji.get(letter), `${slug}: ${letter}`);
    });
    [text].flat().forEach((words) => check(words, script ? fonts.show : fonts.text));
    for (const one of lines ?? []) check(one.text, fonts.text);
    for (const [, words] of [...messages ?? [], ...steps ?? []]) check(words, fonts.text);
    for (const icon of [...clip.icons ?? [], ...(steps ?? []).map(([name]) => name), clip.dish,
      clip.face !== true && clip.face, clip.moon, clip.icon].filter(Boolean)) emoji.get(icon);
  }
  for (const { title } of Object.values(kSongs)) {
    for (const letter of title) assert.ok(fonts.show.has(letter), `${title}: ${letter}`);
  }
});

test('the meter reads a 997 Hz sine at -20 dB in both channels as -20 LUFS', () => {
  const track = new Track(2), sine = new Float32Array(2 * kRate);
  for (let i = 0; i < sine.length; i++) sine[i] = 0.1 * Math.sin(2 * Math.PI * 997 * i / kRate);
  track.add(sine, 0, Math.SQRT2);
  assert.ok(Math.abs(loudness(track) + 20) < 0.1, `${loudness(track)}`);
});

test('mastering reaches -14 LUFS and keeps peaks under the ceiling', () => {
  const { audio } = prepare(clip_named('cat-texts'));
  audio.master();
  assert.ok(Math.abs(loudness(audio) + 14) < 0.7, `${loudness(audio)}`);
  assert.ok(Math.max(...audio.left.subarray(0, kRate)) <= 0.70);
});

test('a frame drawn twice is the same frame', () => {
  const frame_hash = () => {
    const made = prepare(clip_named('meteo-lundi'));
    made.draw(made.stage.g, 1.2);
    return createHash('sha256').update(made.stage.g.bytes).digest('hex');
  };
  assert.equal(frame_hash(), frame_hash());
});

test('a rendered clip is a playable H.264 and AAC file of the right size', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'soleil-demo-'));
  try {
    const path = join(folder, 'clip.mp4');
    await render(clip_named('cat-texts'), path, { seconds_max: 0.8 });
    const told = JSON.parse(execFileSync('ffprobe', ['-v', 'error', '-show_streams', '-show_format',
      '-of', 'json', path]));
    const [video, audio] = ['video', 'audio'].map((type) =>
      told.streams.find((stream) => stream.codec_type === type));
    assert.equal(`${video.codec_name} ${video.width}x${video.height}`, 'h264 540x960');
    assert.equal(audio.codec_name, 'aac');
    assert.ok(Math.abs(Number(told.format.duration) - 0.8) < 0.1, told.format.duration);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
