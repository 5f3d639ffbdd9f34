// What was watched and done, on its way to the server. A fact waits in storage until the server
// says that it is durable; its id makes sending it twice harmless.
import { ask_session, call, csrf_token } from '../api/client';
import type { Fact } from '../api/types';
import { random_id } from '../app/random_id';
import { is_plain } from '../controls/plain';

const kStored = 'soleil.facts';
const kBatchMax = 100;
const kWaitingMax = 500;
const kSendAfter_ms = 1500;
const kRetryFirst_ms = 2000;
const kRetryMax_ms = 60_000;

let waiting: Fact[] = stored();
let timer: ReturnType<typeof setTimeout> | undefined;
let sending: Promise<void> | undefined;
let retry_ms = kRetryFirst_ms;

function stored(): Fact[] {
  try {
    const facts = JSON.parse(localStorage.getItem(kStored) ?? '[]');
    return Array.isArray(facts) ? facts : [];
  } catch {
    return [];
  }
}

function store() {
  try {
    localStorage.setItem(kStored, JSON.stringify(waiting));
  } catch {
    // a full storage: they still wait in memory
  }
}

function send_after(delay_ms: number) {
  clearTimeout(timer);
  timer = setTimeout(() => void flush(), delay_ms);
}

export function record(fact: Omit<Fact, 'id' | 'at_ms'>) {
  if (is_plain()) return; // without a profile nothing is told, so nothing can be kept
  waiting.push({ ...fact, id: random_id(), at_ms: Date.now() });
  waiting = waiting.slice(-kWaitingMax);
  store();
  send_after(kSendAfter_ms);
}

// Sends what waits. Never throws: what fails stays and is tried again.
export function flush(): Promise<void> {
  sending ??= send().finally(() => (sending = undefined));
  return sending;
}

async function send() {
  clearTimeout(timer);
  while (waiting.length) {
    const batch = waiting.slice(0, kBatchMax);
    try {
      await call('post', '/api/v1/facts', { body: { facts: batch } });
    } catch (error) {
      const refused = (error as { status?: number }).status === 400;
      if (!refused) {
        send_after(retry_ms);
        retry_ms = Math.min(retry_ms * 2, kRetryMax_ms);
        return;
      } // a batch the server will never take must not hold up the others
    }
    const sent = new Set(batch.map((fact) => fact.id));
    waiting = waiting.filter((fact) => !sent.has(fact.id));
    retry_ms = kRetryFirst_ms;
    store();
  }
}

// The page goes away: a beacon outlives it. Kept in storage all the same, as nobody answers.
export function send_beacon() {
  if (!waiting.length || !csrf_token()) return;
  const body = JSON.stringify({ csrf: csrf_token(), facts: waiting.slice(0, kBatchMax) });
  navigator.sendBeacon('/api/v1/facts', new Blob([body], { type: 'text/plain' }));
}

// Calls `close` (which records what is being watched) and sends, whenever the page may be gone.
export function send_when_leaving(close: () => void): () => void {
  const leave = () => {
    close();
    send_beacon();
  };
  const hidden = () => document.visibilityState === 'hidden' && leave();
  document.addEventListener('visibilitychange', hidden);
  addEventListener('pagehide', leave);
  if (waiting.length) void ask_session().then(flush, () => send_after(retry_ms));
  return () => {
    document.removeEventListener('visibilitychange', hidden);
    removeEventListener('pagehide', leave);
  };
}
