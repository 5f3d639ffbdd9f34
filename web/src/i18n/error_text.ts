import { ApiError } from '../api/client';
import { t } from './index.svelte';

// What to tell a person: the reason in their language, else the kind of error, else what was said.
export function error_text(error: unknown): string {
  if (!(error instanceof ApiError)) return t.errors.unexpected;
  const known = t.errors as Record<string, string>;
  return known[error.reason] ?? (error.message || known[error.code] || t.errors.unexpected);
}

// Of a refusal that came with data instead of an answer: a refused video, a refused upload.
export function refusal_text(refused: { reason: string; message: string } | undefined): string {
  const known = t.errors as Record<string, string>;
  return known[refused?.reason ?? ''] ?? (refused?.message || t.errors.unexpected);
}
