import { DetailedError } from 'tus-js-client';
import { describe, expect, it } from 'vitest';
import { end_of } from './transfer';

function answered(status: number, body = '', headers: Record<string, string> = {}): Error {
  const response = {
    getStatus: () => status,
    getBody: () => body,
    getHeader: (name: string) => headers[name],
    getUnderlyingObject: () => undefined,
  };
  // The library's types do not tell what its constructor takes.
  const Made = DetailedError as unknown as new (...given: unknown[]) => Error;
  return new Made('tus failed', undefined, undefined, response);
}
const refusal = (reason: string) =>
  JSON.stringify({ error: { code: 'x', reason, message: `because ${reason}` } });

describe('what an error of an upload means', () => {
  it.each([0, 409, 423, 429, 500, 502, 503])('%i: later, by itself', (status) => {
    expect(end_of(answered(status)).kind).toBe('later');
  });

  it('a lost connection: later', () => {
    expect(end_of(new Error('network')).kind).toBe('later');
  });

  it('honours Retry-After', () => {
    expect(end_of(answered(503, '', { 'Retry-After': '7' }))).toEqual({
      kind: 'later',
      wait_ms: 7000,
    });
  });

  it('a full disk and a full quota are told, not tried for ever', () => {
    expect(end_of(answered(507, refusal('disk_full')))).toMatchObject({ reason: 'disk_full' });
    expect(end_of(answered(413, refusal('quota_full')))).toMatchObject({
      kind: 'refused',
      reason: 'quota_full',
      message: 'because quota_full',
    });
  });

  it('who one is: signed out, or signed in anew elsewhere', () => {
    expect(end_of(answered(401)).kind).toBe('sign_in');
    expect(end_of(answered(403, refusal('bad_csrf'))).kind).toBe('new_session');
  });
});
