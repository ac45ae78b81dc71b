import type {
  Attempt,
  ClaimedDelivery,
  DeliveryQueue,
  DeliveryRecord,
  DeliveryState,
  NewEvent,
} from "./delivery-queue.ts";
import { isStorableText } from "./record-rules.ts";
import type { SqlDriver, SqlRow, SqlStatement } from "./sql-driver.ts";
import { IS_ENABLED, webhookOf } from "./sql-webhook-store.ts";

const INSERT = `INSERT INTO webhook_deliveries
  (account, webhook, event, type, created, data, state, attempts, due, claimed)`;

/** Deliveries in SQLite, over any driver. The database must have been brought to the newest schema by `migrate`. */
export function createSqlDeliveryQueue(driver: SqlDriver): DeliveryQueue {
  return {
    async enterEvent({ id, account, type, created, data }, webhook, until) {
      await driver.all({
        sql: `${INSERT} VALUES (?, ?, ?, ?, ?, ?, 'pending', '[]', ?, 1)`,
        parameters: [account, webhook, id, type, created, JSON.stringify(data), until],
      });
    },

    async claimDeliveries({ now, until, failing, most }) {
      const rows = await driver.all({
        sql: `UPDATE webhook_deliveries SET due = ?, claimed = 1
          WHERE seq IN (SELECT seq FROM webhook_deliveries
            WHERE due <= ? AND webhook = (${LONGEST_WAITING}) ORDER BY due, seq LIMIT ?)
          RETURNING *`,
        parameters: [until, now, Number(failing), now, now, most],
      });
      if (rows.length === 0) return undefined;
      const sql = `SELECT * FROM webhooks WHERE id = ?`;
      const [webhook] = await driver.all({ sql, parameters: [rows[0]!["webhook"]!] });
      // Deleted in between, its deliveries with it.
      if (webhook === undefined) return undefined;
      const deliveries = rows.toSorted((a, b) => Number(a["seq"]) - Number(b["seq"])).map(claimedOf);
      return { webhook: webhookOf(webhook), deliveries };
    },

    async recordAttempt({ webhook, event }, attempt, next, keep) {
      const due = next.state === "pending" ? next.due : null;
      await driver.batch([
        {
          sql: `UPDATE webhook_deliveries SET attempts = json_insert(attempts, '$[#]', json(?)), claimed = 0,
              state = ?, due = CASE WHEN ${IS_ENABLED} THEN ? END, data = CASE WHEN ? THEN data END
            WHERE webhook = ? AND event = ? AND state = 'pending'`,
          parameters: [JSON.stringify(attempt), next.state, due, Number(due !== null), webhook, event],
        },
        ...(next.state === "delivered" && next.all ? [dueNow(webhook, attempt.at)] : []),
        {
          sql: `UPDATE webhooks SET failing_since = CASE WHEN ? THEN coalesce(failing_since, ?) END WHERE id = ?`,
          parameters: [Number(next.state !== "delivered"), attempt.at, webhook],
        },
        ...(next.state === "pending" ? [] : [shorten(webhook, keep)]),
      ]);
    },

    async releaseDeliveries(at) {
      await driver.all({
        sql: `UPDATE webhook_deliveries SET claimed = 0, due = CASE WHEN ${IS_ENABLED} THEN ? END
          WHERE due IS NOT NULL AND claimed = 1`,
        parameters: [at],
      });
    },

    async nextDue() {
      const sql = `SELECT min(due) AS due FROM webhook_deliveries WHERE due IS NOT NULL`;
      const [row] = await driver.all({ sql });
      return (row?.["due"] as number | null) ?? undefined;
    },

    async listDeliveries(account, webhook, { limit, offset }) {
      if (!isStorableText(webhook)) return [];
      const rows = await driver.all({
        sql: `SELECT * FROM webhook_deliveries WHERE webhook = ? AND account = ?
          ORDER BY seq DESC LIMIT ? OFFSET ?`,
        parameters: [webhook, account, limit, offset],
      });
      return rows.map(deliveryOf);
    },

    async countDeliveries(account, webhook) {
      if (!isStorableText(webhook)) return 0;
      const sql = `SELECT count(*) AS count FROM webhook_deliveries WHERE webhook = ? AND account = ?`;
      const [row] = await driver.all({ sql, parameters: [webhook, account] });
      return Number(row?.["count"]);
    },

    async pruneDeliveries(before) {
      const sql = `DELETE FROM webhook_deliveries WHERE created < ? AND due IS NULL RETURNING seq`;
      return (await driver.all({ sql, parameters: [before] })).length;
    },
  };
}

/**
 * Enters an event for every enabled webhook of its account that wants it, if there is the row that it is about: of
 * `images` or `drafts`, whose shared columns its data gains.
 * @param condition On that row.
 */
export function enterFor(
  { id, account, type, created, data }: NewEvent,
  table: "images" | "drafts",
  condition: Required<SqlStatement>,
): SqlStatement {
  return {
    sql: `${INSERT}
      SELECT webhooks.account, webhooks.id, ?, ?, ?,
        json_set(?, '$.creator', subject.creator, '$.meta', json(subject.meta),
          '$.requireSignedURLs', json(CASE subject.require_signed_urls WHEN 1 THEN 'true' ELSE 'false' END)),
        'pending', '[]', ?, 0
      FROM webhooks JOIN (SELECT * FROM ${table} WHERE ${condition.sql}) AS subject
      WHERE webhooks.account = ? AND webhooks.disabled IS NULL
        AND EXISTS (SELECT 1 FROM json_each(webhooks.events) WHERE value = ?)
      RETURNING seq`,
    parameters: [id, type, created, JSON.stringify(data), created, ...condition.parameters, account, type],
  };
}

/**
 * The webhook to serve next. Takes whether it is a failing one, the time, and the time again. The plus keeps SQLite from
 * looking through all that is due later, where few are claimed.
 */
const LONGEST_WAITING = `SELECT id FROM (
    SELECT webhooks.id, (SELECT min(due) FROM webhook_deliveries AS first
      WHERE first.webhook = webhooks.id AND first.due IS NOT NULL) AS since
    FROM webhooks WHERE webhooks.disabled IS NULL AND (webhooks.failing_since IS NOT NULL) = ?)
  WHERE since <= ? AND NOT EXISTS (SELECT 1 FROM webhook_deliveries AS sent
    WHERE sent.webhook = id AND sent.claimed = 1 AND +sent.due > ?)
  ORDER BY since LIMIT 1`;

/** The log of a webhook loses all but the newest. */
function shorten(webhook: string, keep: number): SqlStatement {
  const over = `webhook = ? AND state <> 'pending'`;
  return {
    sql: `DELETE FROM webhook_deliveries WHERE ${over} AND seq <=
      (SELECT seq FROM webhook_deliveries WHERE ${over} ORDER BY seq DESC LIMIT 1 OFFSET ?)`,
    parameters: [webhook, webhook, keep],
  };
}

/** All that waits for a webhook becomes due, but for what is being sent. */
function dueNow(webhook: string, at: number): SqlStatement {
  return {
    sql: `UPDATE webhook_deliveries SET due = ? WHERE webhook = ? AND due > ? AND claimed = 0`,
    parameters: [at, webhook, at],
  };
}

function deliveryOf(row: SqlRow): DeliveryRecord {
  return {
    account: row["account"] as string,
    webhook: row["webhook"] as string,
    event: row["event"] as string,
    type: row["type"] as string,
    created: row["created"] as number,
    state: row["state"] as DeliveryState,
    attempts: JSON.parse(row["attempts"] as string) as readonly Attempt[],
    due: row["due"] as number | null,
  };
}

function claimedOf(row: SqlRow): ClaimedDelivery {
  return { ...deliveryOf(row), data: JSON.parse(row["data"] as string) as ClaimedDelivery["data"] };
}
