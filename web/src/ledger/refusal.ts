// Why a log is not believed. The page says each in words that a non-engineer understands.
export type RefusalReason =
  | 'unreachable' // it could not be read
  | 'bad_format' // this is no checkpoint, tile or policy
  | 'bad_signature' // somebody else made this, or changed it
  | 'unknown_log' // the policy does not name this log
  | 'unwitnessed' // too few witnesses have cosigned it
  | 'tampered' // its parts don't add up to what was signed
  | 'shrunk' // smaller than it was when this browser last looked
  | 'fork'; // another history than the one this browser saw before

export class Refusal extends Error {
  constructor(
    readonly reason: RefusalReason,
    detail: string,
  ) {
    super(detail);
  }
}
