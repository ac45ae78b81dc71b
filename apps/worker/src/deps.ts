import { createPipeline } from "@darkroom/core";
import { createLog, readConfig, type AppDeps } from "@darkroom/http";
import { createSqlRecordStore } from "@darkroom/storage";
import { waitUntil } from "cloudflare:workers";
import { openAccounts } from "./accounts.ts";
import { allCodecs } from "./codecs.ts";
import { createD1Driver } from "./d1-driver.ts";
import { createEdgeCache } from "./edge-cache.ts";
import { settingsOf, type Env } from "./env.ts";
import { createIsolateRenderer } from "./isolate-renderer.ts";
import { createR2BlobStore } from "./r2-blob-store.ts";
import { assertSchema } from "./schema.ts";

const MIB = 1024 * 1024;
/**
 * An isolate has 128 MB. What is not for pixels is for the program with its compiled codecs, an upload that
 * is being read and answers on their way out.
 */
const PIXEL_BYTES = 104 * MIB;
/** Uploads read at the same time, whatever is configured: each holds its file in memory. */
const MOST_UPLOADS = 1;
/** Each costs a row in a listing of R2; nobody has that many devices, formats and variants. */
const MOST_DERIVED_PER_ORIGINAL = 200;

/**
 * Composes what the application needs from the bindings. Rejects with a `ConfigError` for settings that are
 * missing or wrong, with a `StorageError` when the database does not answer or has another schema.
 */
export async function openDeps(env: Env): Promise<AppDeps> {
  const config = readConfig(settingsOf(env));
  const accounts = await openAccounts(config);
  const log = createLog({
    format: config.logFormat,
    level: config.logLevel,
    now: Date.now,
    write: (line) => console.log(line),
  });
  const driver = createD1Driver(env.DB);
  await assertSchema(driver);
  const records = createSqlRecordStore(driver);
  const blobs = createR2BlobStore(env.BLOBS);
  // An idle instance would hold memory that was promised to the next image; a new one takes milliseconds.
  const pipeline = createPipeline(allCodecs(), { highWaterBytes: 32 * MIB });
  return {
    settings: { ...config, uploads: Math.min(config.uploads, MOST_UPLOADS) },
    accounts,
    records,
    blobs,
    derived: createEdgeCache({
      store: blobs,
      // The type of the web does not know workerd's one cache without a name.
      edge: (caches as unknown as { readonly default: Cache }).default,
      hasOriginal: (account, sha256) => records.hasOriginal(account, sha256),
      defer: waitUntil,
      log,
      mostPerOriginal: MOST_DERIVED_PER_ORIGINAL,
    }),
    pipeline,
    renderer: createIsolateRenderer(pipeline, Math.min(config.memoryBytes ?? PIXEL_BYTES, PIXEL_BYTES)),
    now: Date.now,
    uuid: () => crypto.randomUUID(),
    log,
    defer: waitUntil,
    runtime: "workerd",
  };
}
