import { givenChanges } from "./changes.ts";
import { assertStorableTexts, isStorableText } from "./record-rules.ts";
import type { SqlDriver, SqlRow, SqlStatement, SqlValue } from "./sql-driver.ts";
import type { DisabledReason, WebhookRecord, WebhookStore } from "./webhook-store.ts";

/** Property of a webhook → its column, and its value there. */
const COLUMNS = {
  id: ["id", ({ id }) => id],
  account: ["account", ({ account }) => account],
  url: ["url", ({ url }) => url],
  events: ["events", ({ events }) => JSON.stringify(events)],
  description: ["description", ({ description }) => description],
  secret: ["secret", ({ secret }) => secret],
  created: ["created", ({ created }) => created],
  disabled: ["disabled", ({ disabled }) => disabled],
  failingSince: ["failing_since", ({ failingSince }) => failingSince],
} as const satisfies Record<
  keyof WebhookRecord,
  readonly [column: string, valueOf: (webhook: WebhookRecord) => SqlValue]
>;

/** Webhooks in SQLite, over any driver. The database must have been brought to the newest schema by `migrate`. */
export function createSqlWebhookStore(driver: SqlDriver): WebhookStore {
  return {
    async insertWebhook(webhook, most) {
      const { url, description, secret, account, id } = webhook;
      assertStorableTexts({ id, account, url, description, secret });
      const columns = Object.values(COLUMNS);
      const inserted = await driver.all({
        sql: `INSERT INTO webhooks (${columns.map(([name]) => name).join(", ")})
          SELECT ${columns.map(() => "?").join(", ")}
          WHERE (SELECT count(*) FROM webhooks WHERE account = ?) < ? RETURNING id`,
        parameters: [...columns.map(([, valueOf]) => valueOf(webhook)), account, most],
      });
      return inserted.length > 0 ? "inserted" : "full";
    },

    async getWebhook(account, id) {
      if (!isStorableText(id)) return undefined;
      const sql = `SELECT * FROM webhooks WHERE id = ? AND account = ?`;
      const [row] = await driver.all({ sql, parameters: [id, account] });
      return row && webhookOf(row);
    },

    async listWebhooks(account) {
      const sql = `SELECT * FROM webhooks WHERE account = ? ORDER BY created, id`;
      return (await driver.all({ sql, parameters: [account] })).map(webhookOf);
    },

    async updateWebhook(account, id, changes, at) {
      const { url, description } = changes;
      assertStorableTexts({ url, description });
      if (!isStorableText(id)) return undefined;
      const { sql, parameters } = assignments(changes);
      const [updated] = await driver.batch([
        {
          sql: `UPDATE webhooks SET ${sql} WHERE id = ? AND account = ? RETURNING *`,
          parameters: [...parameters, id, account],
        },
        ...(changes.disabled === undefined ? [] : [holdOrRelease(account, id, at)]),
      ]);
      return updated?.[0] && webhookOf(updated[0]);
    },

    async deleteWebhook(account, id) {
      if (!isStorableText(id)) return false;
      const [, deleted] = await driver.batch([
        {
          sql: `DELETE FROM webhook_deliveries WHERE webhook = ? AND account = ?`,
          parameters: [id, account],
        },
        { sql: `DELETE FROM webhooks WHERE id = ? AND account = ? RETURNING id`, parameters: [id, account] },
      ]);
      return deleted!.length > 0;
    },
  };
}

function assignments(changes: Partial<WebhookRecord>): Required<SqlStatement> {
  const given = givenChanges(changes);
  const changed = (Object.keys(given) as (keyof WebhookRecord)[]).map((property) => COLUMNS[property]);
  if (changed.length === 0) return { sql: "id = id", parameters: [] };
  return {
    sql: changed.map(([column]) => `${column} = ?`).join(", "),
    parameters: changed.map(([, valueOf]) => valueOf(given as WebhookRecord)),
  };
}

/** What waits is due for as long as its webhook is enabled, and at no time while it is not. */
function holdOrRelease(account: string, id: string, at: number): SqlStatement {
  return {
    sql: `UPDATE webhook_deliveries SET due = CASE WHEN ${IS_ENABLED} THEN coalesce(due, ?) END
      WHERE webhook = ? AND account = ? AND state = 'pending'`,
    parameters: [at, id, account],
  };
}

/** Of a delivery: its webhook is there, and enabled. */
export const IS_ENABLED = `EXISTS (SELECT 1 FROM webhooks
  WHERE webhooks.id = webhook_deliveries.webhook AND webhooks.disabled IS NULL)`;

/** The row of a webhook, back to the webhook; its columns have the types that a STRICT table gives them. */
export function webhookOf(row: SqlRow): WebhookRecord {
  return {
    id: row["id"] as string,
    account: row["account"] as string,
    url: row["url"] as string,
    events: JSON.parse(row["events"] as string) as readonly string[],
    description: row["description"] as string,
    secret: row["secret"] as string,
    created: row["created"] as number,
    disabled: row["disabled"] as DisabledReason | null,
    failingSince: row["failing_since"] as number | null,
  };
}
