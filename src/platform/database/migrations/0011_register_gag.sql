-- The day on which a sealed request of the register opens, moved by a court or by whoever gagged us: drafted by one, approved
-- by another, and in the public log before it counts (docs/register.md). document_sha256: of what moves it.
CREATE TABLE register_gag (
  id BIGINT PRIMARY KEY,
  request_id BIGINT NOT NULL,
  until_day TEXT NOT NULL,
  document_sha256 TEXT NOT NULL,
  drafted_by BIGINT NOT NULL,
  drafted_ms BIGINT NOT NULL,
  approved_by BIGINT NOT NULL DEFAULT 0,
  approved_ms BIGINT NOT NULL DEFAULT 0,
  withdrawn_ms BIGINT NOT NULL DEFAULT 0,
  entry TEXT NOT NULL DEFAULT '',
  log_index BIGINT NOT NULL DEFAULT -1,
  CHECK (approved_by = 0 OR approved_by <> drafted_by)
);
CREATE INDEX register_gag_request ON register_gag (request_id);
