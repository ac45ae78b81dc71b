import { randomBytes, randomUUID } from "node:crypto";
import { availableParallelism, totalmem } from "node:os";
import { join } from "node:path";
import { createPipeline } from "@darkroom/core";
import {
  collectAndLog,
  createAccounts,
  createApp,
  createBackground,
  openOwner,
  startWebhookPump,
  SETTINGS,
  type App,
  type AppDeps,
  type Config,
  type Log,
} from "@darkroom/http";
import { createDerivedCache, createSqlStores, migrate } from "@darkroom/storage";
import { allCodecs, createThreadRenderer } from "@darkroom/threads";
import { openCredentialFiles } from "./credential-files.ts";
import { openDataFolder } from "./data-folder.ts";
import { createFsBlobStore } from "./fs-blob-store.ts";
import { createOutbound } from "./outbound.ts";
import { DASHBOARD_FOLDER, readFolderAssets } from "./folder-assets.ts";
import type { Listener, Platform } from "./platform.ts";
import { PortInUseError, type ListenPlace } from "./port-in-use.ts";
import type { RunningServer } from "./running-server.ts";
import { shownAddress } from "./shown-address.ts";
import { openSqliteDriver } from "./sqlite-driver.ts";
import { vitals } from "./vitals.ts";

/** What it keeps in the data folder, besides the database. */
const FOLDERS = {
  /** Originals. */
  blobs: "blobs",
  /** Derived bytes; may be emptied while no server runs. */
  cache: "cache",
  credentials: "credentials",
} as const;
/** The SQLite file of records. */
const DATABASE = "darkroom.db";

const MOST_MEMORY = 4 * 1024 ** 3;
const COLLECT_EVERY_MS = 600_000;
const REQUEST_TIMEOUT_MS = 120_000;
const IDLE_TIMEOUT_MS = 180_000;

/** Opens the data folder, and serves it until `close`. Rejects when the folder or the port cannot be had. */
export async function startServer(platform: Platform, config: Config, log: Log): Promise<RunningServer> {
  const data = await openDataFolder(platform.sqlite, config.data, FOLDERS);
  const background = createBackground(log);
  const closing = new AbortController();

  const credentials = await openCredentialFiles(data.folders.credentials);
  const owner = await openOwner(config, credentials, randomBytes);
  const driver = openSqliteDriver(platform.sqlite, join(data.path, DATABASE));
  await migrate(driver);
  const stores = createSqlStores(driver);
  const blobs = await createFsBlobStore(data.folders.blobs);
  const derived = createDerivedCache({
    store: await createFsBlobStore(data.folders.cache, { durable: false }),
    quotaBytes: config.cacheBytes,
  });
  const renderer = createThreadRenderer({
    threads: config.workers ?? availableParallelism(),
    memoryBytes: config.memoryBytes ?? Math.min(totalmem() / 2, MOST_MEMORY),
  });

  const outbound = createOutbound();
  const webhooks = startWebhookPump({
    ...stores,
    settings: config,
    outbound,
    now: Date.now,
    randomBytes,
    log,
  });

  const deps: AppDeps = {
    settings: config,
    ...stores,
    accounts: createAccounts(owner, stores.accountRecords),
    blobs,
    derived,
    dashboard: await readFolderAssets(DASHBOARD_FOLDER),
    pipeline: createPipeline(allCodecs()),
    renderer,
    now: Date.now,
    uuid: randomUUID,
    randomBytes,
    outbound,
    wakeWebhooks: () => webhooks.wake(),
    log,
    defer: (work) => background.add(work),
    closing: closing.signal,
    vitals,
    runtime: platform.runtime,
  };
  const app = createApp(deps);
  const listener = await listen(platform, app.fetch, {
    host: config.host,
    port: config.port,
    elsewhere: `${SETTINGS.port.name}=8788`,
  });
  const metrics =
    config.metricsPort === undefined
      ? undefined
      : await listen(platform, app.fetchMetrics, {
          host: config.metricsHost,
          port: config.metricsPort,
          elsewhere: `${SETTINGS.metricsPort.name}=9091`,
        });
  const collect = (): void => background.add(collectAndLog(deps));
  const timer = setInterval(collect, COLLECT_EVERY_MS).unref();
  collect();

  return {
    url: shownAddress(config.host, listener.port),
    metricsUrl: metrics && `${shownAddress(config.metricsHost, metrics.port)}/metrics`,
    owner,
    credentials,
    async close() {
      clearInterval(timer);
      closing.abort();
      await Promise.all([listener.close(), metrics?.close()]);
      await background.settled();
      await webhooks.close();
      await renderer.close();
      await driver.close();
      data.close();
    },
  };
}

async function listen(platform: Platform, fetch: App["fetch"], place: ListenPlace): Promise<Listener> {
  try {
    return await platform.listen(fetch, {
      host: place.host,
      port: place.port,
      requestTimeoutMs: REQUEST_TIMEOUT_MS,
      idleTimeoutMs: IDLE_TIMEOUT_MS,
    });
  } catch (cause) {
    const isInUse = cause instanceof Error && "code" in cause && cause.code === "EADDRINUSE";
    throw isInUse ? new PortInUseError(place, { cause }) : cause;
  }
}
