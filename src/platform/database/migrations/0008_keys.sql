-- A key a person, wrapped by the region's key, which only the key service has (docs/residency.md). Guests have one
-- once something of theirs is kept. No foreign key: a guest has no other row.
CREATE TABLE personal_key (
  person_id BIGINT PRIMARY KEY,
  wrapped BYTEA NOT NULL,
  made_ms BIGINT NOT NULL
);

-- What a person is shown of an entry of the log `access` that is about them: with their tag key, all that is needed to
-- check that nothing is left out (src/ledger/history.h). log_index -1: on its way into the log.
CREATE TABLE personal_touch (
  person_id BIGINT NOT NULL,
  counter BIGINT NOT NULL,
  salt BYTEA NOT NULL,
  body TEXT NOT NULL,
  log_index BIGINT NOT NULL DEFAULT -1,
  made_ms BIGINT NOT NULL,
  seen_ms BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (person_id, counter)
);
CREATE INDEX personal_touch_by_log ON personal_touch (log_index);

-- Who of the staff asked to read what of whom, and which two others approved it.
CREATE TABLE personal_access_request (
  id BIGINT PRIMARY KEY,
  person_id BIGINT NOT NULL,
  reason TEXT NOT NULL CHECK (reason IN ('moderation', 'support', 'legal_order', 'security')),
  case_ref TEXT NOT NULL,
  scope TEXT NOT NULL,
  country TEXT NOT NULL,
  hours BIGINT NOT NULL,
  asked_by BIGINT NOT NULL,
  role TEXT NOT NULL,
  asked_ms BIGINT NOT NULL,
  first_by BIGINT NOT NULL DEFAULT 0,
  first_ms BIGINT NOT NULL DEFAULT 0,
  second_by BIGINT NOT NULL DEFAULT 0,
  approved_ms BIGINT NOT NULL DEFAULT 0,
  denied_by BIGINT NOT NULL DEFAULT 0,
  denied_ms BIGINT NOT NULL DEFAULT 0,
  counter BIGINT NOT NULL DEFAULT -1,
  CHECK (first_by = 0 OR first_by <> asked_by),
  CHECK (second_by = 0 OR (second_by <> asked_by AND second_by <> first_by AND first_by <> 0))
);
CREATE INDEX personal_access_request_by_person ON personal_access_request (person_id);
