// Rows of a catalogue that was filled long ago, written straight into the database of a stopped
// server: uploading and encoding two thousand videos would take hours and teach nothing about
// taste. Their media is never fetched here; all that is measured goes through the running server.
import { execFileSync } from 'node:child_process';

const EPOCH_MS = 1577836800000n;
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
let sequence = 0n;

// As model/id.h: 41 bits of milliseconds, 6 of region, 16 that make it unique.
export function makeId(ms) {
  sequence = (sequence + 1n) & 0xffffn;
  return ((BigInt(ms) - EPOCH_MS) << 22n) | (1n << 16n) | sequence;
}

export function idText(id) {
  let text = '';
  for (let i = 0; i < 13; ++i, id >>= 5n) text = ALPHABET[Number(id & 31n)] + text;
  return text;
}

export function idOf(text) {
  return [...text].reduce((id, c) => (id << 5n) | BigInt(ALPHABET.indexOf(c)), 0n);
}

const quote = (text) => `'${text.replaceAll("'", "''")}'`;

export function authorRow(id, handle) {
  return `INSERT INTO account (id, home, handle, display_name, created_ms)
    VALUES (${id}, 1, ${quote(handle)}, ${quote(handle)}, 0);`;
}

export function videoRows(id, authorId, video, visibility, ms) {
  const media = JSON.stringify({
    duration_ms: video.duration_ms, width: 360, height: 640, has_audio: false, complete: true,
    master: 'master.m3u8', poster: 'poster.jpg', size_bytes: 1, renditions: [{
      name: '360', width: 360, height: 640, bandwidth: 1, average_bandwidth: 1,
      codecs: 'avc1.64001e', frame_rate: 30, playlist: '360.m3u8', size_bytes: 1 }],
  });
  const rows = [`INSERT INTO video (id, home, author_id, title, tags, language, visibility, state, progress, media,
    media_version, duration_ms, width, height, created_ms, published_ms, updated_ms) VALUES (${id}, 1, ${authorId},
    'a video', ${quote(video.tags.join(','))}, ${quote(video.language)}, ${quote(visibility)}, 'published', 100,
    ${quote(media)}, 1, ${video.duration_ms}, 360, 640, ${ms}, ${ms}, ${ms});`];
  for (const tag of video.tags) rows.push(`INSERT INTO video_tag (tag, video_id) VALUES (${quote(tag)}, ${id});`);
  return rows.join('\n');
}

export function write(database, rows) {
  execFileSync('sqlite3', [database], { input: `BEGIN;\n${rows.join('\n')}\nCOMMIT;\n` });
}
