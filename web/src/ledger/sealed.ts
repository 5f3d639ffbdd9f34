// Sealed entries: what may not be told yet is committed to with the day on which it must be opened.
// An opening counts when it is what was sealed (src/ledger/sealed.h).
import { concat, from_base64, sha256, utf8 } from './bytes';
import type { Entry } from './log';

export interface Unsealed {
  entries: Entry[]; // as they came; an opening that opens says what was sealed
  sealed: number; // that are not open
  overdue: number; // of these, past their day
}

export async function unseal(entries: Entry[], now_ms: number): Promise<Unsealed> {
  const open = new Set<number>();
  const out: Entry[] = [];
  for (const entry of entries) {
    const body = entry.said?.kind === 'opening' ? await opened(entry, entries) : undefined;
    if (body === undefined) out.push(entry);
    else {
      open.add(entry.said.of);
      out.push({ ...entry, said: body });
    }
  }
  const shut = entries.filter(({ index, said }) => said?.kind === 'sealed' && !open.has(index));
  const overdue = shut.filter(({ said }) => Date.parse(said.opens) <= now_ms).length;
  return { entries: out, sealed: shut.length, overdue };
}

async function opened({ said }: Entry, entries: Entry[]): Promise<unknown> {
  const sealed = entries.find(({ index }) => index === said.of)?.said;
  const salt = from_base64(String(said.salt));
  const commit = from_base64(String(sealed?.commit));
  if (sealed?.kind !== 'sealed' || salt?.length !== 32 || !commit) return undefined;
  const body = String(said.body);
  const hash = await sha256(concat(utf8('soleil/ledger/commit/1'), salt, utf8(body)));
  if (!hash.every((byte, i) => byte === commit[i])) return undefined;
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
