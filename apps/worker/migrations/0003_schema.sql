-- Made by `npm run migrations -w @darkroom/worker` from packages/storage/src/migrations.ts.

CREATE TABLE IF NOT EXISTS migrations (version INTEGER PRIMARY KEY) STRICT;

CREATE TABLE webhooks (
  id TEXT PRIMARY KEY,
  account TEXT NOT NULL,
  url TEXT NOT NULL,
  events TEXT NOT NULL,
  description TEXT NOT NULL,
  secret TEXT NOT NULL,
  created INTEGER NOT NULL,
  disabled TEXT,
  failing_since INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX webhooks_of_account ON webhooks (account, created);

CREATE TABLE webhook_deliveries (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  account TEXT NOT NULL,
  webhook TEXT NOT NULL,
  event TEXT NOT NULL,
  type TEXT NOT NULL,
  created INTEGER NOT NULL,
  data TEXT,
  state TEXT NOT NULL,
  attempts TEXT NOT NULL,
  due INTEGER,
  claimed INTEGER NOT NULL,
  UNIQUE (webhook, event)
) STRICT;

CREATE INDEX webhook_deliveries_in_order ON webhook_deliveries (webhook, seq);

CREATE INDEX webhook_deliveries_waiting ON webhook_deliveries (webhook, due) WHERE due IS NOT NULL;

CREATE INDEX webhook_deliveries_by_time ON webhook_deliveries (due) WHERE due IS NOT NULL;

CREATE INDEX webhook_deliveries_claimed ON webhook_deliveries (webhook) WHERE claimed = 1;

CREATE INDEX webhook_deliveries_over ON webhook_deliveries (webhook, seq) WHERE state <> 'pending';

CREATE INDEX webhook_deliveries_by_age ON webhook_deliveries (created) WHERE due IS NULL;

ALTER TABLE drafts ADD COLUMN refusals INTEGER NOT NULL DEFAULT 0;

ALTER TABLE images ADD COLUMN placeholder TEXT;

ALTER TABLE account_configs ADD COLUMN prewarm TEXT;

INSERT INTO migrations (version) VALUES (3);
