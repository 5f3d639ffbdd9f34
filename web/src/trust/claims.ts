// Claims against evidence. Pure: entries of the logs in, a finding out; so that what "proven" means
// can be tested. What each check shows, and what it can't, is said beside it in words.*.ts: the two
// belong together.
import type { Entry, LogName } from '../ledger/log';

export type Check =
  'program' | 'algorithm' | 'no_disclosure' | 'not_offered' | 'staff_access' | 'home';

export interface Claim {
  id: string;
  check: Check;
  said?: { en: string; fr: string }; // the operator's own sentence; else the check's
  country?: string; // ISO 3166-1: not_offered, no_disclosure (to whom; none: anybody)
  from?: string; // a day, as 2026-01-31
  until?: string;
  at?: Evidence; // the claim's own entry
}

export interface Evidence {
  log: LogName;
  index: number;
}

export type ClaimState = 'proven' | 'asserted' | 'broken';

export interface Finding {
  state: ClaimState;
  evidence: Evidence[];
  numbers: Record<string, number>; // for the words
  since_ms?: number;
}

// What the claims are held against: entries that were read from under signed roots, and what the
// server says it does.
export interface Seen {
  entries: Record<LogName, Entry[]>;
  sizes: Record<LogName, number>;
  sealed: number; // entries of legal that may not be told yet
  program_sha256: string;
  recipe_sha256: Record<string, string>; // by name; hashed by this browser
  now_ms: number;
}

// Claims that the software makes by itself, everywhere.
export const own_claims: readonly Claim[] = [
  { id: 'program', check: 'program' },
  { id: 'algorithm', check: 'algorithm' },
  { id: 'staff-access', check: 'staff_access' },
];

// Those of the operator: the last entry of each id counts; a withdrawn one is gone.
export function claims_of(policy: Entry[]): Claim[] {
  const last = new Map<string, Claim | undefined>();
  for (const { index, said } of policy) {
    if (said?.kind !== 'claim' || typeof said.id !== 'string') continue;
    last.set(said.id, said.withdrawn ? undefined : { ...said, at: { log: 'policy', index } });
  }
  return [...own_claims, ...[...last.values()].filter((claim) => claim !== undefined)];
}

export function find(claim: Claim, seen: Seen): Finding {
  return checks[claim.check]?.(claim, seen) ?? asserted();
}

const asserted = (): Finding => ({ state: 'asserted', evidence: [], numbers: {} });

const kDay_ms = 86_400_000;

const checks: Record<Check, (claim: Claim, seen: Seen) => Finding> = {
  program: (_, { entries, program_sha256 }) => {
    const logged = entries.release.filter(
      ({ said }) => said?.kind === 'release' && said.sha256 === program_sha256,
    );
    const packages = entries.release.filter(
      ({ said }) =>
        said?.kind === 'package' && Object.values(said.programs ?? {}).includes(program_sha256),
    );
    return {
      state: logged.length ? 'proven' : 'broken',
      evidence: [...logged, ...packages].map(({ index }) => ({ log: 'release', index })),
      numbers: { packages: packages.length },
    };
  },

  algorithm: (_, { entries, recipe_sha256 }) => {
    const in_force = new Map<string, Entry>();
    for (const entry of entries.policy)
      if (entry.said?.kind === 'recipe') in_force.set(entry.said.name, entry);
    const shown = Object.entries(recipe_sha256);
    const logged = shown.filter(([name, sha256]) => {
      const said = in_force.get(name)?.said;
      return said?.event === 'in_force' && said.sha256 === sha256;
    });
    const evidence = logged.map(([name]): Evidence => ({
      log: 'policy',
      index: in_force.get(name)!.index,
    }));
    const changes = entries.policy.filter(({ said }) => said?.kind === 'recipe').length;
    return {
      state: shown.length > 0 && logged.length === shown.length ? 'proven' : 'broken',
      evidence,
      numbers: { recipes: shown.length, changes },
      since_ms: Math.max(0, ...logged.map(([name]) => Date.parse(in_force.get(name)!.said.at))),
    };
  },

  no_disclosure: (claim, { entries, sealed, now_ms }) => {
    const until = claim.until ? Date.parse(claim.until) + kDay_ms : now_ms;
    const within = (ms: number) => ms >= Date.parse(claim.from ?? '1970-01-01') && ms < until;
    const answers = entries.legal.filter(
      ({ said }) =>
        said?.kind === 'answer' &&
        within(Date.parse(said.at)) &&
        (!claim.country || !said.recipient_country || said.recipient_country === claim.country),
    );
    const given = answers.filter(({ said }) => said.accounts_produced > 0);
    return {
      state: given.length ? 'broken' : sealed ? 'asserted' : 'proven',
      evidence: given.map(({ index }) => ({ log: 'legal', index })),
      numbers: {
        answers: answers.length,
        given: given.length,
        sealed,
        entries: entries.legal.length,
      },
    };
  },

  not_offered: (claim, { entries, now_ms }) => {
    const standing = orders_in_force(entries.legal, now_ms).filter(
      ({ text }) =>
        text.action === 'block_all' && text.countries?.split(' ').includes(claim.country ?? ''),
    );
    const since = standing.map(({ text }) => Number(text.effective_ms));
    return {
      state: standing.length ? 'proven' : 'broken',
      evidence: standing.map(({ index }) => ({ log: 'legal', index })),
      numbers: {},
      ...(since.length ? { since_ms: Math.min(...since) } : {}),
    };
  },

  // Entries may be decoys, so that their number tells nothing: it is the most that there can have
  // been.
  staff_access: (_, { sizes }) => ({
    state: 'asserted',
    evidence: [],
    numbers: { entries: sizes.access },
  }),

  home: asserted,
};

// Approved, begun, not expired, and not superseded by one that has begun.
function orders_in_force(legal: Entry[], now_ms: number) {
  const approved = legal.filter(({ said }) => said?.kind === 'order' && said.event === 'approved');
  const begun = approved
    .map(({ index, said }) => ({ index, text: order_text(said.text) }))
    .filter(({ text }) => Number(text.effective_ms) <= now_ms);
  const over = new Set(begun.map(({ text }) => text.supersedes).filter(Boolean));
  return begun.filter(
    ({ text }) => !over.has(text.id) && !(text.expires_ms && Number(text.expires_ms) <= now_ms),
  );
}

// "name: value" lines, as they were signed (docs/residency.md).
export function order_text(text: string): Record<string, string | undefined> {
  const pairs = String(text)
    .split('\n')
    .map((line) => /^([a-z0-9_]+): (.*)$/.exec(line))
    .filter((found) => found !== null);
  return Object.fromEntries(pairs.map(([, name, value]) => [name, value]));
}

export interface Rumour {
  id: string;
  said: string; // as it was told, in its own words
  where?: string; // its address
  verdict: 'false' | 'true' | 'partly' | 'open';
  answer: { en: string; fr: string };
  evidence: { log?: LogName; index?: number; url?: string; what: { en: string; fr: string } }[];
  withdrawn?: boolean; // it is answered no longer; the answer says why
  at: string;
  index: number;
}

// Those whose answer stands: a withdrawn one has its page still, but is not listed.
export function answered(rumours: Rumour[][]): Rumour[][] {
  return rumours.filter((answers) => !answers[0]?.withdrawn);
}

// Each rumour with all that was ever answered, newest first.
export function rumours_of(policy: Entry[]): Rumour[][] {
  const all = new Map<string, Rumour[]>();
  for (const { index, said } of policy) {
    if (said?.kind !== 'rumour' || typeof said.id !== 'string') continue;
    const answers = all.get(said.id) ?? [];
    answers.unshift({ ...said, index });
    all.set(said.id, answers);
  }
  return [...all.values()].sort((a, b) => b[0]!.at.localeCompare(a[0]!.at));
}
