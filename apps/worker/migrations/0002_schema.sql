-- Made by `npm run migrations -w @darkroom/worker` from packages/storage/src/migrations.ts.

CREATE TABLE IF NOT EXISTS migrations (version INTEGER PRIMARY KEY) STRICT;

CREATE INDEX images_by_creator ON images (account, creator, seq);

CREATE TABLE drafts (
  account TEXT NOT NULL,
  id TEXT NOT NULL,
  token_hash TEXT NOT NULL UNIQUE,
  creator TEXT,
  meta TEXT NOT NULL,
  require_signed_urls INTEGER NOT NULL,
  created INTEGER NOT NULL,
  expires INTEGER NOT NULL,
  used INTEGER NOT NULL,
  PRIMARY KEY (account, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX drafts_by_expiry ON drafts (expires);

CREATE TABLE variants (
  account TEXT NOT NULL,
  name TEXT NOT NULL,
  options TEXT NOT NULL,
  never_require_signed_urls INTEGER NOT NULL,
  browser_ttl INTEGER,
  PRIMARY KEY (account, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE signing_keys (
  account TEXT NOT NULL,
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (account, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE tokens (
  id TEXT PRIMARY KEY,
  account TEXT NOT NULL,
  name TEXT NOT NULL,
  hash TEXT NOT NULL UNIQUE,
  scope TEXT NOT NULL,
  disabled INTEGER NOT NULL,
  issued INTEGER NOT NULL,
  modified INTEGER NOT NULL,
  expires INTEGER,
  last_used INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX tokens_of_account ON tokens (account, issued);

CREATE TABLE accounts (
  tag TEXT PRIMARY KEY,
  hash TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  created INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE account_configs (
  account TEXT PRIMARY KEY,
  flexible_variants INTEGER NOT NULL,
  browser_ttl INTEGER
) STRICT, WITHOUT ROWID;

INSERT INTO migrations (version) VALUES (2);
