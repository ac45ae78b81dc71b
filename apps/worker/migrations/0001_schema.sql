-- Made by `npm run migrations -w @darkroom/worker` from packages/storage/src/migrations.ts.

CREATE TABLE IF NOT EXISTS migrations (version INTEGER PRIMARY KEY) STRICT;

CREATE TABLE images (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  account TEXT NOT NULL,
  id TEXT NOT NULL,
  blob_key TEXT NOT NULL UNIQUE,
  sha256 TEXT NOT NULL,
  size INTEGER NOT NULL,
  media_type TEXT NOT NULL,
  facts TEXT NOT NULL,
  filename TEXT NOT NULL,
  creator TEXT,
  meta TEXT NOT NULL,
  require_signed_urls INTEGER NOT NULL,
  uploaded INTEGER NOT NULL,
  UNIQUE (account, id)
) STRICT;

CREATE INDEX images_in_order ON images (account, seq);

CREATE INDEX images_by_original ON images (account, sha256);

CREATE TABLE journal (
  blob_key TEXT PRIMARY KEY,
  begun INTEGER NOT NULL,
  claimed INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX journal_in_order ON journal (begun, blob_key);

INSERT INTO migrations (version) VALUES (1);
