import { randomBytes, randomUUID } from "node:crypto";
import { availableParallelism, totalmem } from "node:os";
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
  type Owner,
} from "@darkroom/http";
import { createDerivedCache, createSqlStores, migrate } from "@darkroom/storage";
import { allCodecs, createThreadRenderer } from "@darkroom/threads";
import { openCredentialFiles, type CredentialFiles } from "./credential-files.ts";
import { openDataFolder } from "./data-folder.ts";
import { createFsBlobStore } from "./fs-blob-store.ts";
import { createOutbound } from "./outbound.ts";
import { DASHBOARD_FOLDER, readFolderAssets } from "./folder-assets.ts";
import type { Listener, Platform } from "./platform.ts";
import { openSqliteDriver } from "./sqlite-driver.ts";
import { vitals } from "./vitals.ts";

const MOST_MEMORY = 4 * 1024 ** 3;
const COLLECT_EVERY_MS = 600_000;
const REQUEST_TIMEOUT_MS = 120_000;
const IDLE_TIMEOUT_MS = 180_000;

export interface RunningServer {
  /** The address that it listens on, as a browser takes it. */
  readonly url: string;
  /** The address of the metrics, where they have a port of their own. */
  readonly metricsUrl: string | undefined;
  readonly owner: Owner;
  readonly credentials: Pick<CredentialFiles, "pathOf">;
  /** Takes no new requests, ends those under way, and lets go of the data folder. */
  close(): Promise<void>;
}

/** Opens the data folder, and serves it until `close`. Rejects when the folder or the port cannot be had. */
export async function startServer(platform: Platform, config: Config, log: Log): Promise<RunningServer> {
  const folder = await openDataFolder(platform.sqlite, config.data);
  const background = createBackground(log);
  const closing = new AbortController();

  const credentials = await openCredentialFiles(folder.credentials);
  const owner = await openOwner(config, credentials, randomBytes);
  const driver = openSqliteDriver(platform.sqlite, folder.database);
  await migrate(driver);
  const stores = createSqlStores(driver);
  const blobs = await createFsBlobStore(folder.blobs);
  const derived = createDerivedCache({
    store: await createFsBlobStore(folder.cache, { durable: false }),
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
    url: addressOf(config.host, listener.port),
    metricsUrl: metrics && `${addressOf(config.metricsHost, metrics.port)}/metrics`,
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
      folder.close();
    },
  };
}

/** Another program listens on a port that was asked for. */
export class PortInUseError extends Error {
  override readonly name = "PortInUseError";
  /** A setting that would choose another port, as a shell takes it. */
  readonly elsewhere: string;

  constructor({ host, port, elsewhere }: Place, options: ErrorOptions) {
    super(`Port ${port} is in use on ${host}.`, options);
    this.elsewhere = elsewhere;
  }
}

interface Place extends Pick<PortInUseError, "elsewhere"> {
  readonly host: string;
  readonly port: number;
}

async function listen(platform: Platform, fetch: App["fetch"], place: Place): Promise<Listener> {
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

function addressOf(host: string, port: number): string {
  const everywhere = host === "0.0.0.0" || host === "::";
  const name = everywhere ? "localhost" : host.includes(":") ? `[${host}]` : host;
  return `http://${name}:${port}`;
}
