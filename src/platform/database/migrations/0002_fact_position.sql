-- Where a consumer of the fact log stands, for effects that must move in the same transaction as their
-- position: a crash then neither loses nor repeats them (view counts).
CREATE TABLE fact_position (
  consumer TEXT PRIMARY KEY,
  next BIGINT NOT NULL
);
