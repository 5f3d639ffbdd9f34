-- Who follows the trust centre's account from other servers, and what is on its way to them (docs/fediverse.md). The ids
-- are made here, so that the home of these rows is this region, whose account it is that is followed.
-- An inbox is an address that activities are posted to: an account's own, or one for all of its server.
CREATE TABLE personal_fediverse_inbox (
  inbox_id BIGINT PRIMARY KEY,
  address TEXT NOT NULL UNIQUE,
  failures BIGINT NOT NULL DEFAULT 0,
  failing_since_ms BIGINT NOT NULL DEFAULT 0,
  next_ms BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX personal_fediverse_inbox_by_next ON personal_fediverse_inbox (next_ms);

CREATE TABLE personal_fediverse_follower (
  follower_id BIGINT PRIMARY KEY,
  actor TEXT NOT NULL UNIQUE,
  host TEXT NOT NULL,
  follow TEXT NOT NULL,
  own_inbox_id BIGINT NOT NULL,
  inbox_id BIGINT NOT NULL,
  followed_ms BIGINT NOT NULL
);
CREATE INDEX personal_fediverse_follower_by_host ON personal_fediverse_follower (host);
CREATE INDEX personal_fediverse_follower_by_own ON personal_fediverse_follower (own_inbox_id);
CREATE INDEX personal_fediverse_follower_by_inbox ON personal_fediverse_follower (inbox_id);

-- An activity is kept as long as it is on its way to somebody. Those of one inbox go in the order of their ids.
CREATE TABLE personal_fediverse_activity (
  activity_id BIGINT PRIMARY KEY,
  body TEXT NOT NULL
);
CREATE TABLE personal_fediverse_delivery (
  inbox_id BIGINT NOT NULL,
  activity_id BIGINT NOT NULL,
  PRIMARY KEY (inbox_id, activity_id)
);
CREATE INDEX personal_fediverse_delivery_by_activity ON personal_fediverse_delivery (activity_id);

-- Up to which entry of the log `policy` answers have been put on their way: moved in the same transaction.
CREATE TABLE fediverse_position (
  one BIGINT PRIMARY KEY CHECK (one = 1),
  log_index BIGINT NOT NULL
);
