import { collectAbandoned } from "@darkroom/storage";
import type { AppDeps } from "./deps.ts";
import { describeError } from "./log.ts";

/** Removes what abandoned uploads and deletions left, and logs what was done; rejects when the records do not answer. */
export async function collectAndLog({
  records,
  blobs,
  now,
  log,
}: Pick<AppDeps, "records" | "blobs" | "now" | "log">): Promise<void> {
  const { removed, failures } = await collectAbandoned({ records, blobs, now });
  if (removed > 0) log.info("abandoned blobs removed", { removed });
  for (const failure of failures) log.warn("abandoned blob not removed", { error: describeError(failure) });
}
