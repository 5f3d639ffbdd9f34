// @vitest-environment node
// The browser's verifier against logs that the test writes, with RFC 6962's vectors and by lies of
// each kind.
import { beforeAll, describe, expect, it } from 'vitest';
import { concat, hex, sha256, utf8, type Bytes } from './bytes';
import { check_log, read_entries, type Memory } from './log';
import { is_quorum, open_checkpoint, parse_key, parse_policy, type Policy } from './note';
import { Refusal } from './refusal';
import { unseal } from './sealed';
import { empty_root, leaf_hash, node_hash, tile_path, Tree } from './tree';

const from_hex = (text: string): Bytes =>
  Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
const base64 = (bytes: Bytes) => btoa(String.fromCharCode(...bytes));

// The published test vectors of certificate transparency's reference code: 8 leaves and the 8
// roots.
const kLeaves = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
];
const kRoots = [
  '6e340b9c',
  'fac54203',
  'aeb6bcfe',
  'd37ee418',
  '4e3bbb1f',
  '76e67dad',
  'ddb89be4',
  '5dc9da79',
];

async function slow_root(hashes: Bytes[]): Promise<Bytes> {
  if (hashes.length === 0) return empty_root();
  if (hashes.length === 1) return hashes[0]!;
  const half = 2 ** (Math.ceil(Math.log2(hashes.length)) - 1);
  return node_hash(await slow_root(hashes.slice(0, half)), await slow_root(hashes.slice(half)));
}

// A log as files, made the slow way.
async function files_of(entries: Bytes[]): Promise<Map<string, Bytes>> {
  const files = new Map<string, Bytes>();
  let level = await Promise.all(entries.map(leaf_hash));
  for (let i = 0; i < entries.length; i += 256) {
    const some = entries.slice(i, i + 256);
    const framed = some.map((entry) =>
      concat(new Uint8Array([entry.length >> 8, entry.length & 255]), entry),
    );
    files.set(tile_path('entries', i / 256, some.length), concat(...framed));
  }
  for (let n = 0; level.length > 0; ++n) {
    const above: Bytes[] = [];
    for (let i = 0; i < level.length; i += 256) {
      const some = level.slice(i, i + 256);
      files.set(tile_path(n, i / 256, some.length), concat(...some));
      if (some.length === 256) above.push(await slow_root(some));
    }
    level = above;
  }
  return files;
}

class Signer {
  constructor(
    readonly name: string,
    readonly key: string,
    private readonly id: Bytes,
    private readonly secret: CryptoKey,
  ) {}
  static async make(name: string, kind: number): Promise<Signer> {
    const pair = (await crypto.subtle.generateKey('Ed25519', true, [
      'sign',
      'verify',
    ])) as CryptoKeyPair;
    const bytes = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
    const said = concat(new Uint8Array([kind]), bytes);
    const id = (await sha256(concat(utf8(name + '\n'), said))).slice(0, 4);
    return new Signer(name, `${name}+${hex(id)}+${base64(said)}`, id, pair.privateKey);
  }
  async line(message: string, before: Bytes = new Uint8Array()): Promise<string> {
    const signature = new Uint8Array(
      await crypto.subtle.sign('Ed25519', this.secret, utf8(message)),
    );
    return `\u2014 ${this.name} ${base64(concat(this.id, before, signature))}\n`;
  }
  cosign(text: string, time_s: number): Promise<string> {
    const time = new Uint8Array(8);
    new DataView(time.buffer).setBigUint64(0, BigInt(time_s));
    return this.line(`cosignature/v1\ntime ${time_s}\n${text}`, time);
  }
}

const kOrigin = 'videos.example/ledger/legal';
let log: Signer;
let witnesses: Signer[];
let policy: Policy;

async function publish(
  entries: Bytes[],
  cosigners = witnesses.slice(0, 2),
): Promise<Map<string, Bytes>> {
  const files = await files_of(entries);
  const root = await slow_root(await Promise.all(entries.map(leaf_hash)));
  const text = `${kOrigin}\n${entries.length}\n${base64(root)}\n`;
  const cosignatures = await Promise.all(cosigners.map((one) => one.cosign(text, 1_790_000_000)));
  files.set('checkpoint', utf8(`${text}\n${await log.line(text)}${cosignatures.join('')}`));
  return files;
}

const reading = (files: Map<string, Bytes>) => async (path: string) => files.get(path);
const entries_up_to = (count: number, mark = '') =>
  Array.from({ length: count }, (_, i) => utf8(JSON.stringify({ kind: 'test', i: `${mark}${i}` })));

function memory(): Memory & { seen: Map<string, { size: number; root: string }> } {
  const seen = new Map<string, { size: number; root: string }>();
  return {
    seen,
    recall: (origin) => seen.get(origin),
    keep: (origin, what) => void seen.set(origin, what),
  };
}

const refused = async (what: Promise<unknown>): Promise<string> =>
  what.then(
    () => 'believed',
    (error: unknown) => (error instanceof Refusal ? error.reason : String(error)),
  );

beforeAll(async () => {
  log = await Signer.make(kOrigin, 1);
  witnesses = await Promise.all(
    ['w1', 'w2', 'w3'].map((name) => Signer.make(`${name}.example`, 4)),
  );
  const lines = witnesses.map((one, i) => `witness w${i + 1} ${one.key} https://w.example\n`);
  policy = await parse_policy(
    `# who\nlog ${log.key}\n${lines.join('')}group g 2 w1 w2 w3\nquorum g\n`,
  );
});

describe('the tree', () => {
  it('has the roots of the published vectors', async () => {
    const hashes = await Promise.all(kLeaves.map((leaf) => leaf_hash(from_hex(leaf))));
    const files = await files_of(kLeaves.map(from_hex));
    const tree = new Tree(reading(files), 8, await slow_root(hashes));
    for (const [i, root] of kRoots.entries())
      expect(hex(await tree.root_of(i + 1)).slice(0, 8)).toBe(root);
  });

  it('names tiles as the specification does', () => {
    expect(tile_path(0, 1234067, 256)).toBe('tile/0/x001/x234/067');
    expect(tile_path('entries', 273, 112)).toBe('tile/entries/273.p/112');
  });

  it('agrees with the slow root at every size round a tile', async () => {
    const entries = entries_up_to(1030);
    const hashes = await Promise.all(entries.map(leaf_hash));
    for (const size of [1, 2, 3, 255, 256, 257, 511, 512, 513, 768, 1024, 1030]) {
      const tree = new Tree(
        reading(await files_of(entries.slice(0, size))),
        size,
        await slow_root(hashes.slice(0, size)),
      );
      await tree.check();
      for (const before of [1, 100, 255, 256, 257, 700].filter((n) => n <= size))
        expect(hex(await tree.root_of(before))).toBe(hex(await slow_root(hashes.slice(0, before))));
    }
  });
});

describe('a log', () => {
  it('is believed, entry by entry, and goes on from what was seen', async () => {
    const kept = memory();
    const files = await publish(entries_up_to(300));
    const first = await check_log(reading(files), policy, kOrigin, kept);
    expect(first.continues_from).toBe(0);
    const entries = await read_entries(reading(files), first.tree);
    expect(entries.map((entry) => entry.said.i)).toEqual(
      Array.from({ length: 300 }, (_, i) => String(i)),
    );
    const later = await check_log(
      reading(await publish(entries_up_to(700))),
      policy,
      kOrigin,
      kept,
    );
    expect(later.continues_from).toBe(300);
    expect(later.checkpoint.witnesses.map((one) => one.name)).toEqual(['w1', 'w2']);
  });

  it.each([
    ['a changed entry', 'tile/entries/000', 20, 'tampered'],
    ['a changed leaf', 'tile/0/000', 40, 'tampered'],
    ['a changed hash at the edge', 'tile/1/000.p/1', 3, 'tampered'],
    ['a changed size', 'checkpoint', kOrigin.length + 1, 'bad_signature'],
  ])('with %s is refused', async (_, path, at, reason) => {
    const files = await publish(entries_up_to(300));
    const bytes = files.get(path)!.slice();
    bytes[at] = bytes[at]! ^ 1;
    files.set(path, bytes);
    const look = async () => {
      const { tree } = await check_log(reading(files), policy, kOrigin, memory());
      await read_entries(reading(files), tree);
    };
    expect(await refused(look())).toBe(reason);
  });

  it('that loses a tile is refused', async () => {
    const files = await publish(entries_up_to(300));
    files.delete('tile/0/000');
    const { tree } = await check_log(reading(files), policy, kOrigin, memory());
    expect(await refused(read_entries(reading(files), tree))).toBe('tampered');
  });

  it('with too few witnesses, another name or an unknown key is refused', async () => {
    const one = await publish(entries_up_to(3), witnesses.slice(0, 1));
    expect(await refused(check_log(reading(one), policy, kOrigin, memory()))).toBe('unwitnessed');
    const files = await publish(entries_up_to(3));
    expect(
      await refused(check_log(reading(files), policy, 'videos.example/ledger/other', memory())),
    ).toBe('unknown_log');
    const other = { ...policy, logs: [await parse_key((await Signer.make(kOrigin, 1)).key)] };
    expect(await refused(check_log(reading(files), other, kOrigin, memory()))).toBe('unknown_log');
  });

  it('that shrinks or tells another history is refused, and what was seen stays', async () => {
    const kept = memory();
    await check_log(reading(await publish(entries_up_to(300))), policy, kOrigin, kept);
    const before = new Map(kept.seen);
    expect(
      await refused(check_log(reading(await publish(entries_up_to(299))), policy, kOrigin, kept)),
    ).toBe('shrunk');
    for (const size of [300, 301, 900]) {
      const fork = await publish(entries_up_to(size, 'other '));
      expect(await refused(check_log(reading(fork), policy, kOrigin, kept))).toBe('fork');
    }
    expect(kept.seen).toEqual(before);
  });
});

describe('a sealed entry', () => {
  const salt = new Uint8Array(32).fill(7);
  const body = JSON.stringify({ kind: 'answer', accounts_produced: 2 });
  const entry = (index: number, said: object) => ({ index, said, text: '' });
  const seal = async (what: string) => ({
    kind: 'sealed',
    opens: '2026-11-01',
    commit: base64(await sha256(concat(utf8('soleil/ledger/commit/1'), salt, utf8(what)))),
  });
  const opening = (of: number) => ({ kind: 'opening', of, salt: base64(salt), body });

  it('counts as not told until it is opened, and then says what was sealed', async () => {
    const shut = [entry(0, await seal(body))];
    expect(await unseal(shut, Date.parse('2026-10-31'))).toMatchObject({ sealed: 1, overdue: 0 });
    expect(await unseal(shut, Date.parse('2026-11-02'))).toMatchObject({ sealed: 1, overdue: 1 });
    const open = await unseal([...shut, entry(1, opening(0))], 0);
    expect(open.sealed).toBe(0);
    expect(open.entries[1]!.said).toEqual({ kind: 'answer', accounts_produced: 2 });
  });

  it('is not opened by something else', async () => {
    for (const other of [await seal('another'), { kind: 'answer' }]) {
      const both = [entry(0, other), entry(1, opening(0))];
      const { entries, sealed } = await unseal(both, 0);
      expect(entries[1]!.said.kind).toBe('opening');
      expect(sealed).toBe(other.kind === 'sealed' ? 1 : 0);
    }
  });
});

describe('a policy', () => {
  it('counts groups of groups', async () => {
    const lines = witnesses.map((one, i) => `witness w${i + 1} ${one.key}\n`).join('');
    const nested = await parse_policy(
      `log ${log.key}\n${lines}group a any w1 w2\ngroup b all a w3\nquorum b\n`,
    );
    expect(is_quorum(nested, new Set(['w1', 'w3']))).toBe(true);
    expect(is_quorum(nested, new Set(['w1', 'w2']))).toBe(false);
  });

  it.each([
    '',
    'quorum nobody\n',
    'log what\nquorum none\n',
    'group g 3 a\nquorum none\n',
    'sing\nquorum none\n',
  ])('that is none is refused: %j', async (text) =>
    expect(await refused(parse_policy(text))).toBe('bad_format'),
  );

  it('refuses a note to which a witness put its name under another text', async () => {
    const files = await publish(entries_up_to(2), witnesses.slice(1));
    const note = new TextDecoder().decode(files.get('checkpoint'));
    const mixed = note + (await witnesses[0]!.cosign('another text\n', 1_790_000_000));
    expect(await refused(open_checkpoint(policy, kOrigin, mixed))).toBe('bad_signature');
    expect(await refused(open_checkpoint(policy, kOrigin, note))).toBe('believed');
  });
});
