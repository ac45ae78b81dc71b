/** What we use of workerd's own module; the whole of `@cloudflare/workers-types` would replace the web's types. */
declare module "cloudflare:workers" {
  /** Keeps the request that is being served alive, after its answer too, until the promise settles (30 s at most). */
  export function waitUntil(work: Promise<unknown>): void;
}
