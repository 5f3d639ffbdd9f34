-- What a viewer asked of their feed: sliders, mutes, pause, no profile. One row a viewer, an account's or a guest's;
-- no row: everything as it comes. `controls` is JSON (src/model/controls.h).
CREATE TABLE personal_control (
  viewer_id BIGINT PRIMARY KEY,
  controls TEXT NOT NULL,
  updated_ms BIGINT NOT NULL
);
CREATE INDEX personal_control_by_age ON personal_control (updated_ms);
