import { describe, expect, it } from 'vitest';
import { ApiError } from '../api/client';
import type { LegalAnswer, LegalRequest } from './fields';
import { place_of, standing_answer, waiting_answer } from './fields';

const answer = (state: LegalAnswer['state']): LegalAnswer => ({
  outcome: 'refused',
  answered_on: '2026-08-01',
  accounts_produced: 0,
  notice: 'no',
  challenged: false,
  state,
  mine: true,
  drafted_ms: 1,
});
const request = (...states: LegalAnswer['state'][]): LegalRequest => ({
  id: 'a',
  country: 'US',
  authority: 'A court',
  type: 'warrant',
  received_on: '2026-07-20',
  accounts: 1,
  document_sha256: 'a'.repeat(64),
  state: 'logged',
  mine: true,
  drafted_ms: 1,
  answers: states.map(answer),
  gags: [],
});

describe('the register of requests', () => {
  it('shows the last answer that is in the log, and the one that waits', () => {
    expect(standing_answer(request('logged', 'opened', 'withdrawn'))?.state).toBe('opened');
    expect(standing_answer(request('drafted'))).toBeUndefined();
    expect(waiting_answer(request('logged', 'approving'))?.state).toBe('approving');
    expect(waiting_answer(request('logged', 'withdrawn'))).toBeUndefined();
  });

  it('tells a refusal beside the field that is meant', () => {
    const named = new ApiError(400, 'invalid', 'authority_names_somebody', '');
    expect(place_of(named)).toBe('authority');
    expect(place_of(new ApiError(503, 'unavailable', 'not_logged', ''))).toBe('form');
    expect(place_of(new Error())).toBe('form');
  });
});
