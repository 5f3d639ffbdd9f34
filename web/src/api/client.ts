// The one way to the server: typed by the contract, with the CSRF header, and GETs tried again.
import type { Answer, CallParts, Method, PathOf, Session } from './types';

// A refusal, or no answer at all (status 0, reason "offline").
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly reason: string,
    message: string,
    readonly retry_after_ms = 0,
  ) {
    super(message);
  }
}

const kTriesMax = 4;
const kBackoffMs = 300;

let csrf = '';
let asked: Promise<Session> | undefined;

// Who am I. Asked once; again after signing in or out.
export function ask_session(again = false): Promise<Session> {
  if (again || !asked) {
    asked = call('get', '/api/v1/session').then((session) => {
      csrf = session.csrf;
      return session;
    });
    asked.catch(() => (asked = undefined));
  }
  return asked;
}

export function remember_session(session: Session) {
  csrf = session.csrf;
  asked = Promise.resolve(session);
}

export function csrf_token(): string {
  return csrf;
}

export async function call<M extends Method, P extends PathOf<M>>(
  method: M,
  path: P,
  parts: CallParts<M, P> = {},
): Promise<Answer<M, P>> {
  const url = fill(path, parts.path, parts.query);
  if (method === 'get') return (await with_retries(() => once('GET', url, parts))) as Answer<M, P>;
  if (!csrf) await ask_session();
  try {
    return (await once(method.toUpperCase(), url, parts)) as Answer<M, P>;
  } catch (error) {
    // The session changed under us (signed in from another tab): learn the new token, once.
    if (!(error instanceof ApiError) || !error.reason.includes('csrf')) throw error;
    await ask_session(true);
    return (await once(method.toUpperCase(), url, parts)) as Answer<M, P>;
  }
}

function fill(path: string, values: object | undefined, query: object | undefined): string {
  const named = (values ?? {}) as Record<string, string>;
  const filled = path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(named[name] ?? ''));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== '') search.set(name, String(value));
  }
  const text = search.toString();
  return text ? `${filled}?${text}` : filled;
}

interface Sent {
  body?: unknown;
  signal?: AbortSignal;
}

async function once(method: string, url: string, { body, signal }: Sent): Promise<unknown> {
  const headers: Record<string, string> = {
    Accept: 'application/json',
    'Accept-Language': [document.documentElement.lang, ...navigator.languages].join(','),
  };
  const file = body instanceof Blob; // sent as it is
  if (body !== undefined) headers['Content-Type'] = file ? 'text/vtt' : 'application/json';
  if (method !== 'GET') headers['X-Soleil-CSRF'] = csrf;
  const init: RequestInit = { method, headers, credentials: 'same-origin' };
  if (body !== undefined) init.body = file ? body : JSON.stringify(body);
  if (signal) init.signal = signal;
  const response = await fetch(url, init).catch((cause: unknown) => {
    if (signal?.aborted) throw cause;
    throw new ApiError(0, 'unavailable', 'offline', 'The server could not be reached.');
  });
  if (!response.ok) throw await refusal(response);
  if (response.status === 204) return undefined;
  return response.json();
}

async function refusal(response: Response): Promise<ApiError> {
  const said = await response.json().catch(() => undefined);
  const {
    code = 'unavailable',
    reason = `http_${response.status}`,
    message = '',
  } = said?.error ?? {};
  const wait_s = Number(response.headers.get('Retry-After')) || 0;
  return new ApiError(response.status, code, reason, message, wait_s * 1000);
}

async function with_retries(attempt: () => Promise<unknown>): Promise<unknown> {
  for (let tries = 1; ; tries++) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof ApiError) || !passes(error) || tries === kTriesMax) throw error;
      const wait_ms = kBackoffMs * 2 ** (tries - 1) * (0.75 + Math.random() / 2);
      await new Promise((resume) => setTimeout(resume, Math.max(wait_ms, error.retry_after_ms)));
    }
  }
}

function passes(error: ApiError): boolean {
  if (error.status === 0) return navigator.onLine;
  return error.status === 502 || error.status === 503 || error.status === 504;
}
