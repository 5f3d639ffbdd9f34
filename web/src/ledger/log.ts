// A public log as this browser checks it: signed and cosigned as the policy asks, continuing what
// this browser saw at its last visit, every entry read from under the signed root.
import { hex, same, text_of, type Bytes } from './bytes';
import { open_checkpoint, type Checkpoint, type Policy } from './note';
import { Refusal } from './refusal';
import { kTileHashes, leaf_hash, tile_path, Tree, type ReadPath } from './tree';

export const kLogs = ['access', 'legal', 'policy', 'release'] as const;
export type LogName = (typeof kLogs)[number];

// What was seen before, and who keeps it (the browser: localStorage).
export interface Memory {
  recall(origin: string): { size: number; root: string } | undefined;
  keep(origin: string, seen: { size: number; root: string; note: string }): void;
}

export interface Entry {
  index: number;
  text: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  said: any; // its JSON; undefined when it is none
}

export interface CheckedLog {
  checkpoint: Checkpoint;
  tree: Tree;
  continues_from: number; // the size remembered; 0 at the first visit
}

// Reads, checks, remembers. Refusal when anything is not as it must be; then nothing is remembered.
export async function check_log(
  read: ReadPath,
  policy: Policy,
  origin: string,
  memory: Memory,
): Promise<CheckedLog> {
  const note = await read('checkpoint');
  if (!note) throw new Refusal('unreachable', 'checkpoint');
  const checkpoint = await open_checkpoint(policy, origin, text_of(note));
  const tree = new Tree(read, checkpoint.size, checkpoint.root);
  await tree.check();
  const seen = memory.recall(origin);
  if (seen) await check_continues(tree, seen);
  const root = hex(checkpoint.root);
  memory.keep(origin, { size: checkpoint.size, root, note: checkpoint.note });
  return { checkpoint, tree, continues_from: seen?.size ?? 0 };
}

async function check_continues(tree: Tree, seen: { size: number; root: string }) {
  if (seen.size > tree.size) throw new Refusal('shrunk', `${seen.size} > ${tree.size}`);
  if (hex(await tree.root_of(seen.size)) !== seen.root)
    throw new Refusal('fork', `not the first ${seen.size} entries that were seen before`);
}

// All entries from `first` on, each compared with its leaf.
export async function read_entries(read: ReadPath, tree: Tree, first = 0): Promise<Entry[]> {
  const out: Entry[] = [];
  for (let tile = Math.floor(first / kTileHashes); tile * kTileHashes < tree.size; ++tile) {
    const width = Math.min(tree.size - tile * kTileHashes, kTileHashes);
    const bundle = await read(tile_path('entries', tile, width));
    if (!bundle) throw new Refusal('tampered', `entries are missing from ${tile * kTileHashes}`);
    const entries = entries_of(bundle, width);
    for (const [i, bytes] of entries.entries()) {
      const index = tile * kTileHashes + i;
      if (!same(await leaf_hash(bytes), await tree.leaf(index)))
        throw new Refusal('tampered', `entry ${index} is not the one that was logged`);
      if (index >= first) out.push({ index, ...read_entry(bytes) });
    }
  }
  return out;
}

function read_entry(bytes: Bytes): { text: string; said: unknown } {
  try {
    const text = text_of(bytes);
    return { text, said: JSON.parse(text) };
  } catch {
    return { text: '', said: undefined };
  }
}

// A bundle: each entry behind its length, 16 bits, big-endian.
export function entries_of(bundle: Bytes, width: number): Bytes[] {
  const out: Bytes[] = [];
  let at = 0;
  while (out.length < width) {
    const length = at + 2 <= bundle.length ? bundle[at]! * 256 + bundle[at + 1]! : Infinity;
    if (at + 2 + length > bundle.length) throw new Refusal('tampered', 'a bundle that ends early');
    out.push(bundle.slice(at + 2, at + 2 + length));
    at += 2 + length;
  }
  if (at !== bundle.length) throw new Refusal('tampered', 'a bundle with more than its entries');
  return out;
}
