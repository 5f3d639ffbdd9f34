// The trust centre's eyes: the site's public logs, checked by this browser as the page opens.
// Nothing that the server says about itself is shown as proven unless an entry under a signed root
// says it too.
import { call } from '../api/client';
import { can_check, hex, sha256, text_of, utf8 } from '../ledger/bytes';
import {
  check_log,
  kLogs,
  read_entries,
  type CheckedLog,
  type Entry,
  type LogName,
} from '../ledger/log';
import { parse_policy, type Policy } from '../ledger/note';
import { Refusal } from '../ledger/refusal';
import type { Seen } from './claims';
import type { ReadPath } from '../ledger/tree';
import { unseal } from '../ledger/sealed';
import { last_visit_ms, memory, remembered_policy, remember_policy } from './memory';

export interface LogView {
  name: LogName;
  state: 'looking' | 'checked' | 'refused';
  checked?: CheckedLog;
  entries: Entry[]; // of access: the last kAccessEntries
  sealed: number; // entries that may not be told yet
  refusal?: Refusal;
}

// What the server says of itself: held against the logs, never shown alone.
export interface SaidByServer {
  program_sha256: string;
  recipe_sha256: Record<string, string>; // of the text that it publishes, hashed here
}

const kAccessEntries = 512;
const kBytesMax = 20 << 20; // of one file: nothing in a log is larger than a bundle of 16 MB

class Trust {
  state = $state<'looking' | 'looked' | 'blind' | 'unreachable'>('looking');
  policy = $state.raw<Policy>();
  policy_changed = $state(false); // since this browser's last visit: other keys, other witnesses
  said = $state.raw<SaidByServer>();
  last_visit_ms = $state<number>(); // before this look; undefined at the first
  logs = $state.raw<Record<LogName, LogView>>(fresh());

  // What claims are held against; undefined while anything is still being read.
  readonly seen = $derived.by((): Seen | undefined => {
    if (this.looking || !this.said) return undefined;
    const views = Object.values(this.logs);
    const of = <T>(part: (view: LogView) => T) =>
      Object.fromEntries(views.map((view) => [view.name, part(view)])) as Record<LogName, T>;
    return {
      ...this.said,
      entries: of((view) => view.entries),
      sizes: of((view) => view.checked?.tree.size ?? 0),
      sealed: this.logs.legal.sealed,
      now_ms: Date.now(),
    };
  });
  readonly broken = $derived(kLogs.filter((name) => this.logs[name].state === 'refused'));
  readonly looking = $derived(
    this.state === 'looking' || kLogs.some((name) => this.logs[name].state === 'looking'),
  );

  async look() {
    if (!can_check()) {
      this.state = 'blind';
      return;
    }
    this.state = 'looking';
    this.logs = fresh();
    try {
      await this.read_policy();
    } catch {
      this.state = 'unreachable';
      return;
    }
    this.state = 'looked';
    await Promise.all(kLogs.map((name) => this.look_at(name)));
  }

  private async read_policy() {
    const bytes = await read_of('/ledger/')('trust-policy');
    if (!bytes) throw new Refusal('unreachable', 'trust-policy');
    const text = text_of(bytes);
    this.policy = await parse_policy(text);
    this.last_visit_ms = last_visit_ms();
    this.said = await said_by_server();
    const seen = remembered_policy();
    const now = hex(await sha256(utf8(text)));
    this.policy_changed = seen !== undefined && seen !== now;
    if (seen === undefined) remember_policy(now);
  }

  async accept_policy() {
    const bytes = await read_of('/ledger/')('trust-policy');
    if (bytes) remember_policy(hex(await sha256(bytes)));
    this.policy_changed = false;
  }

  private async look_at(name: LogName) {
    let view: LogView;
    try {
      view = await this.checked(name).catch((error) => {
        // A log that grows while it is read replaces the tiles at its edge: look once more before
        // saying anything.
        if (error instanceof Refusal && error.reason === 'tampered') return this.checked(name);
        throw error;
      });
    } catch (error) {
      const refusal = error instanceof Refusal ? error : new Refusal('unreachable', String(error));
      view = { name, state: 'refused', entries: [], sealed: 0, refusal };
    }
    this.logs = { ...this.logs, [name]: view };
  }

  private async checked(name: LogName): Promise<LogView> {
    const origin = this.policy?.logs.map((key) => key.name).find((one) => one.endsWith('/' + name));
    if (!origin) throw new Refusal('unknown_log', name);
    const read = read_of(`/ledger/${name}/`);
    const checked = await check_log(read, this.policy!, origin, memory);
    const first = name === 'access' ? Math.max(0, checked.tree.size - kAccessEntries) : 0;
    const read_now = await read_entries(read, checked.tree, first);
    const { entries, sealed } = await unseal(read_now, Date.now());
    return { name, state: 'checked', checked, entries, sealed };
  }
}

async function said_by_server(): Promise<SaidByServer> {
  const [hello, feed] = await Promise.all([
    call('get', '/api/v1/hello'),
    call('get', '/api/v1/feed/recipes'),
  ]);
  const hashes = feed.recipes.map(async (recipe) => [
    recipe.name,
    hex(await sha256(utf8(recipe.toml))),
  ]);
  return {
    program_sha256: hello.release,
    recipe_sha256: Object.fromEntries(await Promise.all(hashes)),
  };
}

function fresh(): Record<LogName, LogView> {
  const views = kLogs.map((name): [LogName, LogView] => [
    name,
    { name, state: 'looking', entries: [], sealed: 0 },
  ]);
  return Object.fromEntries(views) as Record<LogName, LogView>;
}

// Files of the log's folder, as the server has them now: what a cache kept from before would hide
// what was changed since.
function read_of(base: string): ReadPath {
  return async (path) => {
    const answer = await fetch(base + path, { cache: 'reload' }).catch(() => {
      throw new Refusal('unreachable', base + path);
    });
    if (answer.status === 404) return undefined;
    if (!answer.ok) throw new Refusal('unreachable', `${base}${path}: ${answer.status}`);
    const bytes = new Uint8Array(await answer.arrayBuffer());
    if (bytes.length > kBytesMax) throw new Refusal('bad_format', `${base}${path} is too long`);
    return bytes;
  };
}

export const trust = new Trust();
