-- Tables named personal_… hold personal data: they live only in the database of the person's home region, apart from the
-- public catalogue. `home` is the region index that is also in the id.

CREATE TABLE account (
  id BIGINT PRIMARY KEY,
  home BIGINT NOT NULL,
  handle TEXT NOT NULL UNIQUE,
  display_name TEXT NOT NULL,
  bio TEXT NOT NULL DEFAULT '',
  language TEXT NOT NULL DEFAULT 'en',
  role TEXT NOT NULL DEFAULT 'creator' CHECK (role IN ('viewer', 'creator', 'moderator', 'administrator')),
  created_ms BIGINT NOT NULL,
  follower_count BIGINT NOT NULL DEFAULT 0,
  following_count BIGINT NOT NULL DEFAULT 0
);

CREATE TABLE sound (
  id BIGINT PRIMARY KEY,
  author_id BIGINT NOT NULL REFERENCES account (id),
  title TEXT NOT NULL,
  sound_key TEXT NOT NULL DEFAULT '',
  duration_ms BIGINT NOT NULL DEFAULT 0,
  created_ms BIGINT NOT NULL
);
CREATE INDEX sound_by_key ON sound (sound_key);

CREATE TABLE video (
  id BIGINT PRIMARY KEY,
  home BIGINT NOT NULL,
  author_id BIGINT NOT NULL REFERENCES account (id),
  sound_id BIGINT NOT NULL DEFAULT 0,
  title TEXT NOT NULL,
  tags TEXT NOT NULL DEFAULT '',
  language TEXT NOT NULL DEFAULT '',
  visibility TEXT NOT NULL CHECK (visibility IN ('public', 'link', 'private')),
  state TEXT NOT NULL CHECK (state IN ('uploading', 'processing', 'published', 'refused', 'removed')),
  state_before_removal TEXT NOT NULL DEFAULT '',
  progress BIGINT NOT NULL DEFAULT 0,
  refused_reason TEXT NOT NULL DEFAULT '',
  refused_message TEXT NOT NULL DEFAULT '',
  media TEXT NOT NULL DEFAULT '',
  media_version BIGINT NOT NULL DEFAULT 0,
  media_epoch BIGINT NOT NULL DEFAULT 0,
  source_key TEXT NOT NULL DEFAULT '',
  source_sha256 TEXT NOT NULL DEFAULT '',
  duration_ms BIGINT NOT NULL DEFAULT 0,
  width BIGINT NOT NULL DEFAULT 0,
  height BIGINT NOT NULL DEFAULT 0,
  allow_duet BIGINT NOT NULL DEFAULT 1,
  allow_stitch BIGINT NOT NULL DEFAULT 1,
  allow_sound BIGINT NOT NULL DEFAULT 1,
  like_count BIGINT NOT NULL DEFAULT 0,
  view_count BIGINT NOT NULL DEFAULT 0,
  created_ms BIGINT NOT NULL,
  published_ms BIGINT NOT NULL DEFAULT 0,
  removed_ms BIGINT NOT NULL DEFAULT 0,
  updated_ms BIGINT NOT NULL
);
CREATE INDEX video_by_author ON video (author_id, id);
CREATE INDEX video_by_sound ON video (sound_id, id);
CREATE INDEX video_by_state ON video (state, id);

CREATE TABLE video_tag (
  tag TEXT NOT NULL,
  video_id BIGINT NOT NULL REFERENCES video (id) ON DELETE CASCADE,
  PRIMARY KEY (tag, video_id)
);
CREATE INDEX video_tag_by_video ON video_tag (video_id);

CREATE TABLE personal_credential (
  account_id BIGINT PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
  password_hash TEXT NOT NULL DEFAULT ''
);

CREATE TABLE personal_session (
  token_hash BYTEA PRIMARY KEY,
  id BIGINT NOT NULL UNIQUE,
  account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  csrf TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('browser', 'bearer')),
  device TEXT NOT NULL DEFAULT '',
  created_ms BIGINT NOT NULL,
  seen_ms BIGINT NOT NULL,
  expires_ms BIGINT NOT NULL
);
CREATE INDEX personal_session_by_account ON personal_session (account_id);

CREATE TABLE personal_sign_in_link (
  token_hash BYTEA PRIMARY KEY,
  account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  expires_ms BIGINT NOT NULL
);

CREATE TABLE personal_follow (
  follower_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  followee_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  created_ms BIGINT NOT NULL,
  PRIMARY KEY (follower_id, followee_id)
);
CREATE INDEX personal_follow_by_followee ON personal_follow (followee_id);

CREATE TABLE personal_like (
  account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  video_id BIGINT NOT NULL REFERENCES video (id) ON DELETE CASCADE,
  created_ms BIGINT NOT NULL,
  PRIMARY KEY (account_id, video_id)
);
CREATE INDEX personal_like_by_video ON personal_like (video_id);

CREATE TABLE personal_upload (
  id BIGINT PRIMARY KEY,
  account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  video_id BIGINT NOT NULL DEFAULT 0,
  kind TEXT NOT NULL CHECK (kind IN ('whole', 'partial', 'final')),
  state TEXT NOT NULL CHECK (state IN ('open', 'complete', 'joined')),
  length BIGINT NOT NULL,
  filename TEXT NOT NULL DEFAULT '',
  source_sha256 TEXT NOT NULL DEFAULT '',
  created_ms BIGINT NOT NULL,
  expires_ms BIGINT NOT NULL
);
CREATE INDEX personal_upload_by_account ON personal_upload (account_id, state);
CREATE INDEX personal_upload_by_expiry ON personal_upload (expires_ms);

CREATE TABLE personal_report (
  id BIGINT PRIMARY KEY,
  video_id BIGINT NOT NULL REFERENCES video (id) ON DELETE CASCADE,
  reporter_id BIGINT NOT NULL,
  reason TEXT NOT NULL,
  note TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL CHECK (state IN ('open', 'kept', 'removed')),
  decided_by BIGINT NOT NULL DEFAULT 0,
  explanation TEXT NOT NULL DEFAULT '',
  created_ms BIGINT NOT NULL,
  decided_ms BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX personal_report_by_state ON personal_report (state, id);
