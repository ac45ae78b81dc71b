import { randomUUID } from "node:crypto";
import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { availableParallelism, totalmem } from "node:os";
import { createPipeline } from "@darkroom/core";
import { createApp, describeError, type Account, type AppDeps, type Config, type Log } from "@darkroom/http";
import { collectAbandoned, createDerivedCache, createSqlRecordStore, migrate } from "@darkroom/storage";
import { createAdaptorServer } from "@hono/node-server";
import { allCodecs } from "./codecs.ts";
import { openAccounts, type CredentialFiles } from "./credentials.ts";
import { openDataFolder } from "./data-folder.ts";
import { createFsBlobStore } from "./fs-blob-store.ts";
import { openSqliteDriver } from "./sqlite-driver.ts";
import { createThreadRenderer } from "./thread-renderer.ts";

const MOST_MEMORY = 4 * 1024 ** 3;
const COLLECT_EVERY_MS = 600_000;
/** A request must have arrived whole after this: the slow give their place to others. */
const REQUEST_TIMEOUT_MS = 120_000;
/** A connection on which nothing moves for this long is closed. */
const IDLE_TIMEOUT_MS = 180_000;

export interface RunningServer {
  /** The address that it listens on, as a browser takes it. */
  readonly url: string;
  readonly account: Account;
  readonly files: CredentialFiles;
  /** Takes no new requests, ends those under way, and lets go of the data folder. */
  close(): Promise<void>;
}

/** Opens the data folder, and serves it until `close`. Rejects when the folder or the port cannot be had. */
export async function startServer(config: Config, log: Log): Promise<RunningServer> {
  const folder = await openDataFolder(config.data);
  const background = createBackground(log);

  const { accounts, files } = await openAccounts(config, folder.credentials);
  const driver = openSqliteDriver(folder.database);
  await migrate(driver);
  const records = createSqlRecordStore(driver);
  const blobs = await createFsBlobStore(folder.blobs);
  const derived = createDerivedCache({
    store: await createFsBlobStore(folder.cache, { durable: false }),
    quotaBytes: config.cacheBytes,
  });
  const renderer = createThreadRenderer({
    threads: config.workers ?? availableParallelism(),
    memoryBytes: config.memoryBytes ?? Math.min(totalmem() / 2, MOST_MEMORY),
  });

  const deps: AppDeps = {
    settings: config,
    accounts,
    records,
    blobs,
    derived,
    pipeline: createPipeline(allCodecs()),
    renderer,
    now: Date.now,
    uuid: randomUUID,
    log,
    defer: background.add,
    runtime: `node ${process.versions.node}`,
  };
  const server = createAdaptorServer({
    fetch: createApp(deps).fetch,
    overrideGlobalObjects: false,
    serverOptions: { requestTimeout: REQUEST_TIMEOUT_MS },
  }) as Server;
  server.setTimeout(IDLE_TIMEOUT_MS);

  const collect = (): void =>
    background.add(
      collectAbandoned({ records, blobs, now: Date.now }).then(({ removed, failures }) => {
        if (removed > 0) log.info("abandoned blobs removed", { removed });
        for (const failure of failures)
          log.warn("abandoned blob not removed", { error: describeError(failure) });
      }),
    );
  const timer = setInterval(collect, COLLECT_EVERY_MS).unref();

  server.listen(config.port, config.host);
  await once(server, "listening");
  collect();

  return {
    url: addressOf(server, config.host),
    account: accounts.first,
    files,
    async close() {
      clearInterval(timer);
      await closeServer(server);
      await background.settled();
      await renderer.close();
      await records.close();
      folder.close();
    },
  };
}

/** Work that goes on after its answer. Nobody waits for it, so its failures end in the log. */
function createBackground(log: Log) {
  const work = new Set<Promise<unknown>>();
  return {
    add: (promise: Promise<unknown>): void => {
      const entry = promise
        .catch((error: unknown) => log.error("background work failed", { error: describeError(error) }))
        .finally(() => work.delete(entry));
      work.add(entry);
    },
    settled: async (): Promise<void> => {
      while (work.size > 0) await Promise.all(work);
    },
  };
}

async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  // A connection that is kept alive would hold the process until its client lets go of it.
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  await closed.finally(() => clearInterval(sweep));
}

function addressOf(server: Server, host: string): string {
  const { port } = server.address() as AddressInfo;
  const everywhere = host === "0.0.0.0" || host === "::";
  const name = everywhere ? "localhost" : host.includes(":") ? `[${host}]` : host;
  return `http://${name}:${port}`;
}
