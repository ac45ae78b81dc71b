import { randomBytes } from "node:crypto";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { describeError, openOwner, SETTINGS, type Config, type Owner } from "@darkroom/http";
import { migrate } from "@darkroom/storage";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { unstable_readConfig } from "wrangler";
import { createD1Driver } from "../src/d1-driver.ts";
import { APP_FOLDER } from "./bundle.ts";
import { openBundle } from "./bundle-cache.ts";
import { openCredentialFiles, type CredentialFiles } from "./credential-files.ts";
import { openDataFolder, type DataFolder } from "./data-folder.ts";
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

export interface RunningServer {
  /** The address that it listens on, as a browser takes it. */
  readonly url: string;
  readonly owner: Owner;
  readonly credentials: Pick<CredentialFiles, "pathOf">;
  /** Takes no new requests, ends those under way, and lets go of the data folder. */
  close(): Promise<void>;
}

/**
 * Serves the Worker, built as it would be uploaded, on the workerd of `node_modules`, with R2 and D1 of
 * Cloudflare's simulator below the data folder. Rejects when the folder or the port cannot be had.
 */
export async function startServer(
  config: Config,
  environment: NodeJS.ProcessEnv,
  writeLog: (line: string) => void,
): Promise<RunningServer> {
  const folder = openDataFolder(config.data);
  const workerd = watchWorkerd();
  const credentials = openCredentialFiles(folder.credentials);
  const owner = await openOwner(config, credentials, randomBytes);
  const bindings = { ...settingsIn(environment), ...settingsOf(owner) };
  const miniflare = await startWorkerd(config, folder, bindings, writeLog);
  await migrate(createD1Driver(await miniflare.getD1Database("DB")));

  const collect = (): void =>
    void miniflare
      .getWorker()
      .then((worker) => worker.scheduled({ cron: COLLECT_CRON }))
      .catch((error: unknown) => writeLog(`abandoned blobs not removed: ${describeError(error)}`));
  const timer = setInterval(collect, COLLECT_EVERY_MS).unref();
  collect();
  const address = await miniflare.ready;
  return {
    url: shownAddress(address, config.host),
    owner,
    credentials,
    async close() {
      clearInterval(timer);
      await workerd.drain();
      await miniflare.dispose();
      folder.close();
    },
  };
}

async function startWorkerd(
  config: Config,
  folder: DataFolder,
  bindings: { readonly [name: string]: string },
  writeLog: (line: string) => void,
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
      resourcePersistencePath: folder.bindings,
      // Where a request comes from would be asked of a server of Cloudflare's.
      cf: false,
      telemetry: { enabled: false },
      logRequests: false,
      handleStructuredLogs: ({ message }) => writeLog(message),
    }),
  );
  await miniflare.ready;
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

function shownAddress({ port }: URL, host: string): string {
  const everywhere = host === "0.0.0.0" || host === "::";
  const name = everywhere ? "localhost" : host.includes(":") ? `[${host}]` : host;
  return `http://${name}:${port}`;
}
