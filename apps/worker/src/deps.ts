import { createPipeline } from "@darkroom/core";
import { createAccounts, createLog, openOwner, readConfig, type AppDeps } from "@darkroom/http";
import { createSqlStores, MOST_DERIVED_PER_ORIGINAL } from "@darkroom/storage";
import { waitUntil } from "cloudflare:workers";
import { allCodecs } from "./codecs.ts";
import { createBoundAssets } from "./bound-assets.ts";
import { createD1Driver } from "./d1-driver.ts";
import { createEdgeCache } from "./edge-cache.ts";
import { assertOwned, NOTHING_KEPT } from "./credentials.ts";
import { IDLE_CODEC_BYTES, PIXEL_BYTES } from "./budget.ts";
import { settingsOf, type Env } from "./env.ts";
import { sendAfterAnswer } from "./webhooks.ts";
import { createIsolateRenderer } from "./isolate-renderer.ts";
import { assertNoMetricsPort } from "./metrics.ts";
import { assertNamedHosts, fetchOutbound } from "./outbound.ts";
import { createR2BlobStore } from "./r2-blob-store.ts";
import { assertSchema } from "./schema.ts";

/** Uploads read at the same time, whatever is configured: each holds its file in memory. */
const MOST_UPLOADS = 1;
/**
 * Images that wait for their turn, whatever is configured: a request whose client has gone is cut off 30 s
 * later, and one that still stands in the queue then would never give its place back.
 */
const LONGEST_QUEUE = 20;

/**
 * Deferred work is cut off 30 s after the answer, wherever it stands: holding its place among those who compute. So
 * nothing is begun in the second half of that time.
 */
const DEFER_MS = 15_000;

/**
 * Composes what the application needs from the bindings. Rejects with a `ConfigError` for settings that are
 * missing or wrong, with a `StorageError` when the database does not answer or has another schema.
 */
export async function openDeps(env: Env): Promise<AppDeps> {
  const config = readConfig(settingsOf(env));
  assertOwned(config);
  assertNamedHosts(config);
  assertNoMetricsPort(config);
  const owner = await openOwner(config, NOTHING_KEPT, randomBytes);
  const log = createLog({
    format: config.logFormat,
    level: config.logLevel,
    now: Date.now,
    write: (line) => console.log(line),
  });
  const driver = createD1Driver(env.DB);
  await assertSchema(driver);
  const stores = createSqlStores(driver);
  const blobs = createR2BlobStore(env.BLOBS);
  const recycled = { failed: 0, grown: 0, spare: 0 };
  const pipeline = createPipeline(allCodecs(), {
    highWaterBytes: IDLE_CODEC_BYTES,
    onRecycle: (reason) => (recycled[reason] += 1),
  });
  const deps: AppDeps = {
    settings: {
      ...config,
      uploads: Math.min(config.uploads, MOST_UPLOADS),
      queueLength: Math.min(config.queueLength, LONGEST_QUEUE),
    },
    ...stores,
    accounts: createAccounts(owner, stores.accountRecords),
    blobs,
    derived: createEdgeCache({
      store: blobs,
      // The type of the web does not know workerd's one cache without a name.
      edge: (caches as unknown as { readonly default: Cache }).default,
      hasOriginal: (account, sha256) => stores.records.hasOriginal(account, sha256),
      defer: waitUntil,
      log,
      mostPerOriginal: MOST_DERIVED_PER_ORIGINAL,
    }),
    dashboard: createBoundAssets(env.ASSETS),
    pipeline,
    renderer: {
      ...createIsolateRenderer(pipeline, Math.min(config.memoryBytes ?? PIXEL_BYTES, PIXEL_BYTES)),
      recycled: () => recycled,
    },
    now: Date.now,
    uuid: () => crypto.randomUUID(),
    randomBytes,
    outbound: fetchOutbound,
    wakeWebhooks: () => waitUntil(sendAfterAnswer(deps, env)),
    log,
    defer: waitUntil,
    deferMs: DEFER_MS,
    runtime: "workerd",
  };
  return deps;
}

function randomBytes(length: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(length));
}
