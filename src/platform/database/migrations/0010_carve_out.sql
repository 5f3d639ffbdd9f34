-- A carve-out: the people of some countries go, with all that is theirs, to a new operator (docs/residency.md). One row a
-- carve-out, at the seller's and at the buyer's. parts, facts: how far the buyer has taken it in.
CREATE TABLE carve_out (
  id TEXT PRIMARY KEY,
  side TEXT NOT NULL CHECK (side IN ('seller', 'buyer')),
  state TEXT NOT NULL
    CHECK (state IN ('frozen', 'exported', 'erasing', 'erased', 'rolled_back', 'importing', 'imported', 'signed')),
  plan TEXT NOT NULL,
  manifest TEXT NOT NULL DEFAULT '',
  signature TEXT NOT NULL DEFAULT '',
  until_ms BIGINT NOT NULL,
  parts BIGINT NOT NULL DEFAULT 0,
  facts BIGINT NOT NULL DEFAULT 0,
  changed_ms BIGINT NOT NULL
);

-- Whom it concerns. leaf and proof: that the manifest has them whole (at the buyer's, once it has signed).
CREATE TABLE personal_carve_out (
  account_id BIGINT PRIMARY KEY,
  carve_out_id TEXT NOT NULL,
  leaf TEXT NOT NULL DEFAULT '',
  proof TEXT NOT NULL DEFAULT ''
);

-- Follows and likes that a carve-out has cut: what a person's own were of at another operator's site, or, of people who
-- went, how many (items) and where to.
CREATE TABLE personal_elsewhere (
  account_id BIGINT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('follow', 'like')),
  site TEXT NOT NULL,
  thing BIGINT NOT NULL DEFAULT 0,
  handle TEXT NOT NULL DEFAULT '',
  items BIGINT NOT NULL DEFAULT 1,
  created_ms BIGINT NOT NULL,
  PRIMARY KEY (account_id, kind, site, thing)
);

-- Links forward: hashes of public addresses that went, and to whom. They tell of an address that one has already where
-- it leads; nobody is named.
CREATE TABLE carve_out_forward (
  address_hash BYTEA PRIMARY KEY,
  site TEXT NOT NULL
);
