// Reads a fact log's segment files (src/platform/queue/segment_format.h) from outside the server.
import { readdirSync, readFileSync } from 'node:fs';

const HEADER_BYTES = 24;

export function readTopic(folder) {
  const facts = [];
  for (const name of readdirSync(folder).filter((n) => n.endsWith('.facts')).sort()) {
    const bytes = readFileSync(`${folder}/${name}`);
    for (let at = 0; at < bytes.length; ) {
      const length = bytes.readUInt32LE(at + 4);
      const offset = Number(bytes.readBigInt64LE(at + 8));
      if (offset !== facts.length) throw new Error(`${name}: record ${facts.length} is numbered ${offset}`);
      facts.push(JSON.parse(bytes.toString('utf8', at + HEADER_BYTES, at + HEADER_BYTES + length)));
      at += HEADER_BYTES + length;
    }
  }
  return facts;
}
