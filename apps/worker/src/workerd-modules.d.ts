/*
 * What we use of workerd's own modules; the whole of `@cloudflare/workers-types` would replace the web's
 * types, which the packages below are written in.
 */

declare module "cloudflare:workers" {
  import type { Env } from "./env.ts";

  /** Keeps the request that is being served alive, after its answer too, until the promise settles (30 s at most). */
  export function waitUntil(work: Promise<unknown>): void;
  /** The bindings. The application takes them as an argument; its tests take them from here. */
  export const env: Env;
}

declare module "cloudflare:test" {
  import type { D1Database, ExecutionContext } from "@cloudflare/workers-types";

  /** Runs the files of a migrations folder that did not run yet, as `wrangler d1 migrations apply` does. */
  export function applyD1Migrations(database: D1Database, migrations: unknown): Promise<void>;
  export function createExecutionContext(): ExecutionContext;
  export function waitOnExecutionContext(context: ExecutionContext): Promise<void>;
  /** Empties every binding. */
  export function reset(): Promise<void>;
}
