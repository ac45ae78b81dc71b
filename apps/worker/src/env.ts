import type { D1Database, Fetcher, Queue, R2Bucket } from "@cloudflare/workers-types";

/** The bindings of `wrangler.jsonc`. The settings of Darkroom are beside them, as variables and secrets. */
export interface Env {
  /** Originals under `originals/`, derived images under `derived/`. */
  readonly BLOBS: R2Bucket;
  readonly DB: D1Database;
  /** The dashboard's built files. */
  readonly ASSETS: Fetcher;
  /** Wakes the Worker when a webhook is to be tried again; without it, the cron trigger does, which is later. */
  readonly WEBHOOKS?: Queue<null>;
  readonly [setting: string]: unknown;
}

/** The variables and secrets among the bindings: those that are texts. */
export function settingsOf(env: Env): { readonly [name: string]: string } {
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}
