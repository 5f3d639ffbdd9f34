// What this browser saw of the logs at its last visit. Kept here only: so the site can't know what
// it must stay true to.
import type { Memory } from '../ledger/log';

const kStored = 'soleil.ledger';

interface Kept {
  policy?: string; // SHA-256
  logs: Record<string, { size: number; root: string; note: string; seen_ms: number }>;
}

function kept(): Kept {
  try {
    return { logs: {}, ...JSON.parse(localStorage.getItem(kStored) ?? '{}') };
  } catch {
    return { logs: {} };
  }
}

const keep = (what: Kept) => localStorage.setItem(kStored, JSON.stringify(what));

export const memory: Memory = {
  recall: (origin) => kept().logs[origin],
  keep: (origin, seen) => {
    const before = kept();
    keep({ ...before, logs: { ...before.logs, [origin]: { ...seen, seen_ms: Date.now() } } });
  },
};

export function last_visit_ms(): number | undefined {
  const all = Object.values(kept().logs).map((log) => log.seen_ms);
  return all.length ? Math.max(...all) : undefined;
}
export const remembered_policy = (): string | undefined => kept().policy;
export const remember_policy = (sha256: string) => keep({ ...kept(), policy: sha256 });
