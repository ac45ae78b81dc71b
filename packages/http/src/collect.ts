import { collectAbandoned } from "@darkroom/storage";
import type { AppDeps } from "./deps.ts";
import { describeError } from "./log.ts";
import { LOG_MS } from "./webhooks/schedule.ts";

/** An upload that began before its draft expired may still be under way: longer than any takes. */
const DRAFT_GRACE_MS = 3_600_000;
/** Drafts removed by one statement. */
const DRAFTS_AT_ONCE = 1000;

/**
 * Removes what abandoned uploads and deletions left, drafts that expired, and what is old in the log of webhooks, and
 * logs what was done; rejects when the records do not answer.
 */
export async function collectAndLog({
  records,
  deliveries,
  blobs,
  now,
  log,
}: Pick<AppDeps, "records" | "deliveries" | "blobs" | "now" | "log">): Promise<void> {
  const { removed, failures } = await collectAbandoned({ records, blobs, now });
  if (removed > 0) log.info("abandoned blobs removed", { removed });
  let expired = 0;
  for (let more = true; more;) {
    const drafts = await records.removeExpiredDrafts(now() - DRAFT_GRACE_MS, DRAFTS_AT_ONCE);
    expired += drafts;
    more = drafts === DRAFTS_AT_ONCE;
  }
  if (expired > 0) log.info("expired drafts removed", { removed: expired });
  await deliveries.pruneDeliveries(now() - LOG_MS);
  for (const failure of failures) log.warn("abandoned blob not removed", { error: describeError(failure) });
}
