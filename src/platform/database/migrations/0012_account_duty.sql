-- Duties beside the ladder of roles (people/duties.h): given and taken by an administrator, never by oneself.
CREATE TABLE account_duty (
  account_id BIGINT NOT NULL,
  duty TEXT NOT NULL CHECK (duty IN ('legal')),
  given_by BIGINT NOT NULL,
  given_ms BIGINT NOT NULL,
  PRIMARY KEY (account_id, duty),
  CHECK (account_id <> given_by)
);
