import { createDerivedCache, createMemoryBlobStore } from "@darkroom/storage";
import type { AppDeps } from "../deps.ts";
import { API, startApp, TOKEN } from "./start-app.ts";

/** An application whose images are texts such as `400x300 png`, with a look into its cache. */
export function startSizedApp(settings: Partial<AppDeps["settings"]> = {}, change: Partial<AppDeps> = {}) {
  const cacheStore = createMemoryBlobStore();
  let renders = 0;
  const app = startApp(
    {
      derived: createDerivedCache({ store: cacheStore, quotaBytes: 1_000_000 }),
      renderer: {
        concurrency: 2,
        memoryBytes: 1_000_000_000,
        async render({ plan: { output } }) {
          renders += 1;
          const text = `${output.width}x${output.height} ${output.format}`;
          return { bytes: new TextEncoder().encode(text), stepMs: [] };
        },
      },
      ...change,
    },
    { queueLength: 100_000, ...settings },
  );

  /** Calls the API of the first account with JSON, as the operator unless headers say otherwise. */
  async function send(method: string, path: string, body?: unknown, headers: HeadersInit = TOKEN) {
    const response = await app.call(API + path, {
      method,
      headers: { ...(headers as object), ...(body !== undefined && { "content-type": "application/json" }) },
      ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const json = (await response.json()) as {
      readonly result: Record<string, never>;
      readonly errors: readonly { readonly code: number; readonly message: string }[];
    };
    return { status: response.status, result: json.result, errors: json.errors };
  }

  return {
    ...app,
    send,
    /** How many images were computed. */
    renders: () => renders,
    /** Keys of what is kept in the cache. */
    cached: async () => (await cacheStore.list({ prefix: "" })).blobs.map(({ key }) => key),
  };
}
