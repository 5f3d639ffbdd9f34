-- The register of requests of governments and courts: drafts, and what became of them. What is approved is in the public log
-- `legal`; until a seal is opened, body and salt are here only. drafted_by and approved_by are two people of the operator.

CREATE TABLE register_step (
  id BIGINT PRIMARY KEY,
  request_id BIGINT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('request', 'answer')),
  said TEXT NOT NULL,
  drafted_by BIGINT NOT NULL,
  drafted_ms BIGINT NOT NULL,
  approved_by BIGINT NOT NULL DEFAULT 0,
  approved_ms BIGINT NOT NULL DEFAULT 0,
  withdrawn_ms BIGINT NOT NULL DEFAULT 0,
  entry TEXT NOT NULL DEFAULT '',
  body TEXT NOT NULL DEFAULT '',
  salt TEXT NOT NULL DEFAULT '',
  opens_on TEXT NOT NULL DEFAULT '',
  log_index BIGINT NOT NULL DEFAULT -1,
  opened_ms BIGINT NOT NULL DEFAULT 0,
  CHECK (approved_by = 0 OR approved_by <> drafted_by)
);
CREATE INDEX register_step_request ON register_step (request_id);
