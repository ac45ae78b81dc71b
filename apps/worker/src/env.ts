import type { D1Database, Fetcher, R2Bucket } from "@cloudflare/workers-types";

/** The bindings of `wrangler.jsonc`. The settings of Darkroom are beside them, as variables and secrets. */
export interface Env {
  /** Originals under `originals/`, derived images under `derived/`. */
  readonly BLOBS: R2Bucket;
  readonly DB: D1Database;
  /** The dashboard's built files. */
  readonly ASSETS: Fetcher;
  readonly [setting: string]: unknown;
}

/** The variables and secrets among the bindings: those that are texts. */
export function settingsOf(env: Env): { readonly [name: string]: string } {
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}
