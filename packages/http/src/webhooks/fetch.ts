import { SETTINGS } from "../config.ts";
import type { AppDeps } from "../deps.ts";
import { createGuardedFetch, type FetchLimits, type GuardedFetch } from "../outbound/guarded-fetch.ts";

/** A receiver has 15 s to begin its answer, which is not read. */
const LIMITS: FetchLimits = { redirects: 0, answerMs: 15_000, wholeMs: 20_000 };

/**
 * The guarded fetch of webhooks: their hosts are a list of their own, for where pictures may come from says nothing
 * of who may hear of them.
 */
export function createWebhookFetch({
  outbound,
  settings: { webhookHosts, fetchPrivate },
}: {
  readonly settings: Pick<AppDeps["settings"], "webhookHosts" | "fetchPrivate">;
} & Pick<AppDeps, "outbound">): GuardedFetch {
  const settings = { fetchHosts: webhookHosts, fetchPrivate, hostsSetting: SETTINGS.webhookHosts.name };
  return createGuardedFetch({ outbound, settings }, LIMITS);
}
