// What the forms and cards of the register share.
import { ApiError } from '../api/client';
import type { Answer } from '../api/types';

export type LegalRequest = Answer<'get', '/api/v1/admin/requests'>['requests'][number];
export type LegalAnswer = LegalRequest['answers'][number];
export type Step = Pick<LegalRequest, 'state' | 'mine' | 'log_index'>;

export const asks_for_data = (request: LegalRequest) =>
  request.type !== 'removal' && request.type !== 'preservation';
export const is_logged = (step: Step) =>
  step.state === 'logged' || step.state === 'sealed' || step.state === 'opened';
export const is_undecided = (step: Step) => step.state === 'drafted' || step.state === 'approving';

/** The answer that counts: the last one that is in the log. */
export const standing_answer = (request: LegalRequest) => request.answers.findLast(is_logged);
/** The one that waits for its second person, or for the log. */
export const waiting_answer = (request: LegalRequest) => request.answers.findLast(is_undecided);

/** Another day for what is sealed, which waits the same way. */
export const waiting_gag = (request: LegalRequest) => request.gags.findLast(is_undecided);

// Beside which field a refusal is told; others stand below the form.
const kPlaces: Record<string, string> = {
  authority_empty: 'authority',
  authority_too_long: 'authority',
  authority_names_somebody: 'authority',
  unknown_country: 'country',
  bad_document_hash: 'document',
  bad_accounts: 'accounts',
  date_to_come: 'day',
  answered_before_received: 'day',
  seal_is_over: 'sealed_until',
  sealed_too_long: 'sealed_until',
  more_than_named: 'produced',
  not_for_data: 'produced',
  nothing_produced: 'produced',
  recipient_needed: 'authority',
};
export const place_of = (error: unknown) =>
  (error instanceof ApiError && kPlaces[error.reason]) || 'form';

/** Today, where the reader is, as a field of type date wants it. */
export function today(): string {
  const now = new Date();
  const two = (value: number) => String(value).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
