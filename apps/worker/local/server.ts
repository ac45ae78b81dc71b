import { randomBytes } from "node:crypto";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import {
  openCredentialFiles,
  openDataFolder,
  PortInUseError,
  shownAddress,
  type RunningServer,
} from "@darkroom/host";
import { describeError, openOwner, SETTINGS, type Config, type Log, type Owner } from "@darkroom/http";
import { migrate } from "@darkroom/storage";
import { convertV4MiniflareOptions, Miniflare, MiniflareCoreError } from "miniflare";
import { unstable_readConfig } from "wrangler";
import { createD1Driver } from "../src/d1-driver.ts";
import { assertNoMetricsPort } from "../src/metrics.ts";
import { assertNamedHosts } from "../src/outbound.ts";
import { APP_FOLDER } from "./bundle.ts";
import { openBundle } from "./bundle-cache.ts";
import { sqlite } from "./sqlite.ts";
import { watchWorkerd } from "./workerd-process.ts";

const DASHBOARD_FOLDER = join(
  dirname(createRequire(import.meta.url).resolve("@darkroom/dashboard/package.json")),
  "site",
);

/** Nobody keeps time for a local Worker: this is its cron trigger. */
const COLLECT_EVERY_MS = 600_000;
const COLLECT_CRON = "*/10 * * * *";
/** Messages that say when a webhook is to be tried again. They do not outlive this process; the trigger does. */
const WEBHOOK_QUEUE = "darkroom-webhooks";

/** What it keeps in the data folder. */
const FOLDERS = {
  /** The simulated R2 and D1. */
  bindings: "workerd",
  credentials: "credentials",
} as const;

/** What it takes of the process that it runs in. */
export interface Surroundings {
  /** The environment variables, of which the Worker is given what it reads itself. */
  readonly environment: NodeJS.ProcessEnv;
  readonly log: Log;
  /** Takes the lines of the Worker's own log. */
  readonly writeLine: (line: string) => void;
}

/**
 * Serves the Worker, built as it would be uploaded, on the workerd of `node_modules`, with R2 and D1 of
 * Cloudflare's simulator below the data folder. Rejects when the folder or the port cannot be had, or when a
 * setting is none for a Worker.
 */
export async function startServer(config: Config, surroundings: Surroundings): Promise<RunningServer> {
  assertNamedHosts(config);
  assertNoMetricsPort(config);
  const { environment, log, writeLine } = surroundings;
  const data = await openDataFolder(sqlite, config.data, FOLDERS);
  const workerd = watchWorkerd();
  const credentials = await openCredentialFiles(data.folders.credentials);
  const owner = await openOwner(config, credentials, randomBytes);
  const bindings = { ...settingsIn(environment), ...settingsOf(owner) };
  const miniflare = await startWorkerd(config, data.folders.bindings, bindings, writeLine);
  await migrate(createD1Driver(await miniflare.getD1Database("DB")));

  const collect = (): void =>
    void miniflare
      .getWorker()
      .then((worker) => worker.scheduled({ cron: COLLECT_CRON }))
      .catch((error: unknown) => log.warn("abandoned blobs not removed", { error: describeError(error) }));
  const timer = setInterval(collect, COLLECT_EVERY_MS).unref();
  collect();
  const { port } = await miniflare.ready;
  // Until here Miniflare ends everything at once; from here on, requests under way would be lost by that.
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.removeAllListeners(signal);
  return {
    url: shownAddress(config.host, port),
    metricsUrl: undefined,
    owner,
    credentials,
    async close() {
      clearInterval(timer);
      await workerd.drain();
      await miniflare.dispose();
      data.close();
    },
  };
}

async function startWorkerd(
  config: Config,
  folder: string,
  bindings: { readonly [name: string]: string },
  writeLine: Surroundings["writeLine"],
): Promise<Miniflare> {
  const { compatibility_date, compatibility_flags } = unstable_readConfig({
    config: join(APP_FOLDER, "wrangler.jsonc"),
  });
  const bundle = await openBundle();
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      name: "darkroom",
      modulesRoot: bundle.folder,
      modules: [...bundle.modules],
      ...(compatibility_date !== undefined && { compatibilityDate: compatibility_date }),
      compatibilityFlags: compatibility_flags,
      bindings: { ...bindings },
      r2Buckets: { BLOBS: "darkroom" },
      d1Databases: { DB: "darkroom" },
      queueProducers: { WEBHOOKS: WEBHOOK_QUEUE },
      queueConsumers: { [WEBHOOK_QUEUE]: { maxBatchTimeout: 0 } },
      assets: {
        directory: DASHBOARD_FOLDER,
        binding: "ASSETS",
        routerConfig: { has_user_worker: true, invoke_user_worker_ahead_of_assets: true },
        assetConfig: { html_handling: "none", not_found_handling: "none" },
      },
      host: config.host,
      port: config.port,
      resourcePersistencePath: folder,
      // Where a request comes from would be asked of a server of Cloudflare's.
      cf: false,
      telemetry: { enabled: false },
      logRequests: false,
      handleStructuredLogs: ({ message }) => writeLine(message),
    }),
  );
  try {
    await miniflare.ready;
  } catch (cause) {
    const isInUse = cause instanceof MiniflareCoreError && cause.code === "ERR_ADDRESS_IN_USE";
    const { host, port } = config;
    throw isInUse
      ? new PortInUseError({ host, port, elsewhere: `${SETTINGS.port.name}=8788` }, { cause })
      : cause;
  }
  return miniflare;
}

/** What the Worker itself reads of the environment; the rest of it is none of its business. */
function settingsIn(environment: NodeJS.ProcessEnv): { readonly [name: string]: string } {
  return Object.fromEntries(
    Object.values(SETTINGS)
      .map(({ name }) => [name, environment[name]])
      .filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** What a deployed Worker is given as variables and secrets. */
function settingsOf({ account, operator }: Owner): { readonly [name: string]: string } {
  return {
    [SETTINGS.account.name]: account.tag,
    [SETTINGS.authEmail.name]: operator.email,
    [SETTINGS.authKey.name]: operator.key,
    [SETTINGS.apiToken.name]: operator.token,
  };
}
