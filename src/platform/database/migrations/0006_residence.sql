-- Where a person said they live: it decided their home region. `seen`: the country that their address was registered
-- in, only when it was another. `arrival`: the move by which they came from another region, '' when they signed up here.
-- region_here: the one region whose database this is.
CREATE TABLE personal_residence (
  account_id BIGINT PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
  country TEXT NOT NULL,
  seen TEXT NOT NULL DEFAULT '',
  declared_ms BIGINT NOT NULL,
  arrival TEXT NOT NULL DEFAULT ''
);
CREATE TABLE region_here (
  home BIGINT PRIMARY KEY
);
