// Reads what was watched from outside the server: a fact log's segment files (src/platform/queue/segment_format.h), whose
// records are sealed with the region's key of facts (src/residency/sealed_facts.h), opened here by other code than the server's.
import { createDecipheriv, createHmac } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

const HEADER_BYTES = 24, NONCE_BYTES = 24, TAG_BYTES = 16, SEALED = 1;

// HChaCha20 (draft-irtf-cfrg-xchacha-03, section 2.2): the subkey of an XChaCha20 nonce's first 16 bytes.
function hchacha20(key, nonce) {
  const words = new Uint32Array(16);
  [0x61707865, 0x3320646e, 0x79622d32, 0x6b206574].forEach((word, i) => (words[i] = word));
  for (let i = 0; i < 8; i++) words[4 + i] = key.readUInt32LE(4 * i);
  for (let i = 0; i < 4; i++) words[12 + i] = nonce.readUInt32LE(4 * i);
  const step = (to, from, turned, by) => {
    words[to] += words[from];
    const word = words[turned] ^ words[to];
    words[turned] = (word << by) | (word >>> (32 - by));
  };
  const quarter = (a, b, c, d) => (step(a, b, d, 16), step(c, d, b, 12), step(a, b, d, 8), step(c, d, b, 7));
  for (let round = 0; round < 10; round++) {
    for (let i = 0; i < 4; i++) quarter(i, 4 + i, 8 + i, 12 + i);
    for (let i = 0; i < 4; i++) quarter(i, 4 + ((i + 1) % 4), 8 + ((i + 2) % 4), 12 + ((i + 3) % 4));
  }
  const out = Buffer.alloc(32);
  [0, 1, 2, 3, 12, 13, 14, 15].forEach((word, i) => out.writeUInt32LE(words[word], 4 * i));
  return out;
}

function opened(key, context, sealed) {
  const nonce = Buffer.concat([Buffer.alloc(4), sealed.subarray(16, NONCE_BYTES)]);
  const cipher = createDecipheriv('chacha20-poly1305', hchacha20(key, sealed), nonce, { authTagLength: TAG_BYTES });
  const text = sealed.subarray(NONCE_BYTES, -TAG_BYTES);
  cipher.setAAD(Buffer.from(context), { plaintextLength: text.length });
  cipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  return Buffer.concat([cipher.update(text), cipher.final()]);
}

// The facts of a data folder whose server does not run, in order.
export function readFacts(data) {
  const folder = `${data}/queue/facts/watch`, facts = [];
  if (!existsSync(folder)) return facts;
  const key = createHmac('sha256', readFileSync(`${data}/keys/region.key`)).update('soleil/facts/1').digest();
  for (const name of readdirSync(folder).filter((n) => n.endsWith('.facts')).sort()) {
    const bytes = readFileSync(`${folder}/${name}`);
    for (let at = 0; at < bytes.length; ) {
      const record = bytes.subarray(at + HEADER_BYTES, at + HEADER_BYTES + bytes.readUInt32LE(at + 4));
      const offset = Number(bytes.readBigInt64LE(at + 8));
      if (offset !== facts.length) throw new Error(`${name}: record ${facts.length} is numbered ${offset}`);
      if (record[0] !== SEALED) throw new Error(`${name}: record ${offset} is in clear`);
      facts.push(JSON.parse(opened(key, 'watch', record.subarray(1)).toString('utf8')));
      at += HEADER_BYTES + record.length;
    }
  }
  return facts;
}
