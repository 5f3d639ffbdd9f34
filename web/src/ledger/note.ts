// Signed notes, checkpoints and the trust policy (c2sp.org: signed-note, tlog-checkpoint, tlog-
// cosignature, tlog-policy): who has signed which tree. The same as src/ledger/note.h, checkpoint.h
// and policy.h.
import { concat, from_base64, hex, is_signed, same, sha256, utf8, type Bytes } from './bytes';
import { Refusal } from './refusal';

const kLogKind = 0x01;
const kWitnessKind = 0x04;

export interface Key {
  name: string;
  id: Bytes; // 4
  kind: number;
  bytes: Bytes; // 32
}

export interface Policy {
  logs: Key[];
  witnesses: Map<string, Key>; // by name within the policy
  groups: Map<string, { least: number; members: string[] }>;
  quorum: string; // 'none', a witness or a group
}

export interface Checkpoint {
  origin: string;
  size: number;
  root: Bytes;
  note: string;
  witnesses: { name: string; time_s: number }[];
}

const bad = (what: string) => new Refusal('bad_format', what);

export async function parse_key(text: string): Promise<Key> {
  const [name, id, ...rest] = text.split('+');
  const bytes = from_base64(rest.join('+'));
  if (!name || !id || !bytes || bytes.length !== 33) throw bad('not a key: ' + text);
  const key = { name, id: await key_id(name, bytes), kind: bytes[0]!, bytes: bytes.slice(1) };
  if (hex(key.id) !== id) throw bad('a key that is not what its id says: ' + text);
  return key;
}

async function key_id(name: string, kind_and_key: Bytes): Promise<Bytes> {
  return (await sha256(concat(utf8(name + '\n'), kind_and_key))).slice(0, 4);
}

export async function parse_policy(text: string): Promise<Policy> {
  const policy: Policy = { logs: [], witnesses: new Map(), groups: new Map(), quorum: '' };
  for (const line of text.split('\n')) {
    const words = line.split(/[ \t]+/).filter(Boolean);
    if (!words[0] || words[0].startsWith('#')) continue;
    await take(policy, words);
  }
  if (!policy.quorum) throw bad('a policy without a quorum line');
  return policy;
}

async function take(policy: Policy, [what, name = '', value = '', ...more]: string[]) {
  const known = (member: string) => policy.witnesses.has(member) || policy.groups.has(member);
  if (what === 'log') policy.logs.push(await parse_key(name));
  else if (what === 'witness' && !known(name)) policy.witnesses.set(name, await parse_key(value));
  else if (what === 'group' && !known(name) && more.length && more.every(known)) {
    const least = value === 'any' ? 1 : value === 'all' ? more.length : Number(value);
    if (!(Number.isInteger(least) && least >= 1 && least <= more.length))
      throw bad('group ' + name);
    policy.groups.set(name, { least, members: more });
  } else if (what === 'quorum' && !policy.quorum && (name === 'none' || known(name)))
    policy.quorum = name;
  else throw bad('policy line: ' + what + ' ' + name);
}

export function is_quorum(
  policy: Policy,
  have: ReadonlySet<string>,
  name = policy.quorum,
): boolean {
  if (name === 'none') return true;
  const group = policy.groups.get(name);
  if (!group) return have.has(name);
  return group.members.filter((member) => is_quorum(policy, have, member)).length >= group.least;
}

interface Signature {
  name: string;
  id: Bytes;
  bytes: Bytes;
}

function split_note(note: string): { text: string; signatures: Signature[] } {
  const end = note.lastIndexOf('\n\n');
  if (end < 0 || !note.endsWith('\n')) throw bad('not a signed note');
  const lines = note.slice(end + 2, -1).split('\n');
  const signatures = lines.map((line) => {
    const [, name = '', base64 = ''] = /^\u2014 (\S+) (\S+)$/.exec(line) ?? [];
    const bytes = from_base64(base64);
    if (!name || !bytes || bytes.length < 5) throw bad('not a signature line');
    return { name, id: bytes.slice(0, 4), bytes: bytes.slice(4) };
  });
  return { text: note.slice(0, end + 1), signatures };
}

const made = (key: Key, signature: Signature) =>
  key.name === signature.name && same(key.id, signature.id);

// The time of a cosignature in seconds since 1970; a wrong one of a key we know spoils it all.
async function cosigned_at(key: Key, text: string, signature: Signature): Promise<number> {
  if (signature.bytes.length !== 72) throw new Refusal('bad_signature', signature.name);
  const time_s = Number(
    new DataView(signature.bytes.buffer).getBigUint64(signature.bytes.byteOffset),
  );
  const message = utf8(`cosignature/v1\ntime ${time_s}\n${text}`);
  if (!(await is_signed(key.bytes, message, signature.bytes.slice(8))))
    throw new Refusal('bad_signature', signature.name);
  return time_s;
}

function parse_checkpoint(text: string): { origin: string; size: number; root: Bytes } {
  const [origin, size = '', root = ''] = text.split('\n');
  const bytes = from_base64(root);
  const count = Number(size);
  if (
    !origin ||
    !/^(0|[1-9]\d*)$/.test(size) ||
    !Number.isSafeInteger(count) ||
    bytes?.length !== 32
  )
    throw bad('not a checkpoint');
  return { origin, size: count, root: bytes };
}

// A checkpoint of the log `origin`, signed by a key of the policy and cosigned by its quorum;
// Refusal otherwise.
export async function open_checkpoint(
  policy: Policy,
  origin: string,
  note: string,
): Promise<Checkpoint> {
  const { text, signatures } = split_note(note);
  const said = parse_checkpoint(text);
  const keys = policy.logs.filter((key) => key.name === said.origin && key.kind === kLogKind);
  const own = signatures.find((signature) => keys.some((key) => made(key, signature)));
  if (!own || said.origin !== origin) throw new Refusal('unknown_log', said.origin);
  const key = keys.find((one) => made(one, own))!;
  if (!(await is_signed(key.bytes, utf8(text), own.bytes)))
    throw new Refusal('bad_signature', own.name);

  const witnesses: Checkpoint['witnesses'] = [];
  for (const [name, witness] of policy.witnesses) {
    const signature = signatures.find((one) => witness.kind === kWitnessKind && made(witness, one));
    if (signature) witnesses.push({ name, time_s: await cosigned_at(witness, text, signature) });
  }
  if (!is_quorum(policy, new Set(witnesses.map((one) => one.name))))
    throw new Refusal('unwitnessed', `${witnesses.length} of ${policy.witnesses.size}`);
  return { ...said, note, witnesses };
}
