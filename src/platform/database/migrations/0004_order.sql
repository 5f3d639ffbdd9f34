-- Orders of states on what is offered where. Entries are only added: an order ends by another that supersedes it.
-- entered_by and approved_by are two people of the operator; no personal data of those whom an order touches is here.

CREATE TABLE availability_order (
  id BIGINT PRIMARY KEY,
  title TEXT NOT NULL,
  document_sha256 TEXT NOT NULL,
  countries TEXT NOT NULL,
  action TEXT NOT NULL
    CHECK (action IN ('block_sign_up', 'block_playback', 'block_all', 'remove_video', 'preserve', 'lift')),
  video_id BIGINT NOT NULL DEFAULT 0,
  signed_on TEXT NOT NULL,
  days BIGINT NOT NULL,
  zone TEXT NOT NULL,
  effective_ms BIGINT NOT NULL,
  expires_on TEXT NOT NULL DEFAULT '',
  expires_ms BIGINT NOT NULL DEFAULT 0,
  supersedes BIGINT NOT NULL DEFAULT 0,
  entered_by BIGINT NOT NULL,
  entered_ms BIGINT NOT NULL,
  approved_by BIGINT NOT NULL DEFAULT 0,
  approved_ms BIGINT NOT NULL DEFAULT 0,
  withdrawn_ms BIGINT NOT NULL DEFAULT 0,
  signature TEXT NOT NULL DEFAULT '',
  CHECK (approved_by = 0 OR approved_by <> entered_by)
);
