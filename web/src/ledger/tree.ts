// A log's Merkle tree (RFC 6962) read from its tiles (c2sp.org/tlog-tiles). Nothing that is read is
// believed: the right edge must hash to the signed root, and every other tile to its place in the
// tile above it.
import { concat, same, sha256, utf8, type Bytes } from './bytes';
import { Refusal } from './refusal';

export const kTileHashes = 256;
const kTileHeight = 8;

// The bytes at a path relative to the log's address; undefined when there is nothing.
export type ReadPath = (path: string) => Promise<Bytes | undefined>;

export const leaf_hash = (entry: Bytes) => sha256(concat(new Uint8Array([0]), entry));
export const node_hash = (left: Bytes, right: Bytes) =>
  sha256(concat(new Uint8Array([1]), left, right));
export const empty_root = () => sha256(utf8(''));

export function tile_path(level: number | 'entries', index: number, width: number): string {
  const groups = [String(index % 1000).padStart(3, '0')];
  for (let rest = Math.floor(index / 1000); rest > 0; rest = Math.floor(rest / 1000))
    groups.unshift('x' + String(rest % 1000).padStart(3, '0'));
  return `tile/${level}/${groups.join('/')}${width < kTileHashes ? `.p/${width}` : ''}`;
}

// [first leaf, size] of the perfect trees that a tree of n leaves is made of, from the left (RFC
// 6962, 2.1).
export function perfect_trees(n: number): { level: number; index: number }[] {
  const out = [];
  let at = 0;
  for (let level = 52; level >= 0; --level) {
    const size = 2 ** level;
    if (n - at >= size) {
      out.push({ level, index: at / size });
      at += size;
    }
  }
  return out;
}

export class Tree {
  private readonly tiles = new Map<string, Promise<Bytes[]>>();

  constructor(
    private readonly read: ReadPath,
    readonly size: number,
    readonly root: Bytes,
  ) {}

  // The root of the first n leaves, 0 < n <= size, as the tiles under the signed root have it.
  async root_of(n: number): Promise<Bytes> {
    if (n === 0) return empty_root();
    let root: Bytes | undefined;
    for (const { level, index } of perfect_trees(n).reverse()) {
      const left = await this.subtree(level, index);
      root = root ? await node_hash(left, root) : left;
    }
    return root!;
  }

  // Reads the right edge and compares it with the signed root: what all else rests on.
  async check(): Promise<void> {
    if (!same(await this.root_of(this.size), this.root))
      throw new Refusal('tampered', 'the tiles do not hash to the signed root');
  }

  async leaf(index: number): Promise<Bytes> {
    return this.subtree(0, index);
  }

  // The hash over the leaves [index * 2^level, (index + 1) * 2^level).
  private async subtree(level: number, index: number): Promise<Bytes> {
    const tile_level = Math.floor(level / kTileHeight);
    const span = 2 ** (level - tile_level * kTileHeight);
    const first = index * span;
    const tile = Math.floor(first / kTileHashes);
    const hashes = await this.tile(tile_level, tile);
    return fold(hashes.slice(first - tile * kTileHashes, first - tile * kTileHashes + span));
  }

  private tile(level: number, index: number): Promise<Bytes[]> {
    const name = `${level}/${index}`;
    let tile = this.tiles.get(name);
    if (!tile) this.tiles.set(name, (tile = this.read_tile(level, index)));
    return tile;
  }

  private async read_tile(level: number, index: number): Promise<Bytes[]> {
    const count = Math.floor(this.size / 2 ** (level * kTileHeight));
    const width = Math.min(count - index * kTileHashes, kTileHashes);
    const bytes = await this.read(tile_path(level, index, width));
    if (!bytes)
      throw new Refusal('tampered', `a tile is missing: ${tile_path(level, index, width)}`);
    if (bytes.length !== width * 32) throw new Refusal('tampered', 'a tile of the wrong length');
    const hashes = Array.from({ length: width }, (_, i) => bytes.slice(i * 32, i * 32 + 32));
    // A full tile has its place in the tile above. Partial ones are the right edge: check() sees
    // them.
    if (width === kTileHashes) {
      const above = await this.tile(level + 1, Math.floor(index / kTileHashes));
      if (!same(await fold(hashes), above[index % kTileHashes]!))
        throw new Refusal('tampered', `a changed tile: ${tile_path(level, index, width)}`);
    }
    return hashes;
  }
}

// The root of a perfect tree over 2^k hashes.
async function fold(hashes: Bytes[]): Promise<Bytes> {
  let row = hashes;
  while (row.length > 1) {
    const next: Promise<Bytes>[] = [];
    for (let i = 0; i + 1 < row.length; i += 2) next.push(node_hash(row[i]!, row[i + 1]!));
    row = await Promise.all(next);
  }
  return row[0]!;
}
