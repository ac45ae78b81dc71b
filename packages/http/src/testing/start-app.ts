import { createPipeline, type Codec } from "@darkroom/core";
import { createDerivedCache, createMemoryBlobStore, createMemoryStores } from "@darkroom/storage";
import { createAccounts } from "../account.ts";
import { createApp } from "../app.ts";
import { createMemoryAssets } from "../assets.ts";
import type { AppDeps } from "../deps.ts";
import { createLog } from "../log.ts";
import { OutboundError } from "../outbound/outbound.ts";

/** An application over memory, with codecs that touch no pixel: what the tests of requests start from. */

export const ORIGIN = "http://darkroom.test";
export const ACCOUNT = { tag: "0123456789abcdef", hash: "AAAAAAAAAAAAAAAAAAAAAA" };
export const OPERATOR = {
  email: "owner@example.com",
  key: "the-key-of-the-owner",
  token: "the-token-of-the-owner",
};
/** The images API of the first account. */
export const API = `${ORIGIN}/client/v4/accounts/${ACCOUNT.tag}/images/v1`;
/** The operator's credentials, in the two ways. */
export const TOKEN = { authorization: `Bearer ${OPERATOR.token}` };
export const KEY = { "x-auth-key": OPERATOR.key, "x-auth-email": OPERATOR.email };

/** One opaque pixel (made by hand: signature, IHDR, IDAT, IEND). */
export const PIXEL = Uint8Array.fromBase64(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
);

const open = (): never => {
  throw new Error("The application must not touch pixels itself.");
};
const build = { name: "fake", version: "1" };
export const CODECS: readonly Codec[] = [
  { does: "decode", format: "png", cmyk: false, shrinks: false, build, open, bytesFor: () => 0 },
  { does: "encode", format: "png", build, open, bytesFor: () => 0 },
  { does: "encode", format: "webp", build, open, bytesFor: () => 0 },
  { does: "resize", build, open, bytesFor: () => 0 },
];

/** @param change What replaces a part of the world, such as a store that fails. */
export function startApp(change: Partial<AppDeps> = {}, settings: Partial<AppDeps["settings"]> = {}) {
  const log: string[] = [];
  const blobs = createMemoryBlobStore();
  const stores = createMemoryStores();
  const deferred: Promise<unknown>[] = [];
  let ids = 0;
  const deps: AppDeps = {
    settings: {
      apiShape: "auto",
      publicUrl: undefined,
      trustProxy: false,
      maxUploadBytes: 10_000,
      maxImages: 1000,
      uploads: 4,
      queueLength: 4,
      prewarmMs: 10_000,
      fetchHosts: undefined,
      fetchPrivate: undefined,
      webhookHosts: undefined,
      flexibleSide: 4096,
      flexibleRate: 300,
      ...settings,
    },
    ...stores,
    accounts: createAccounts({ account: ACCOUNT, operator: OPERATOR }, stores.accountRecords),
    blobs,
    derived: createDerivedCache({ store: createMemoryBlobStore(), quotaBytes: 1_000_000 }),
    dashboard: createMemoryAssets(new Map()),
    // Uploads make no placeholder, so that what is rendered is what a test asks for.
    pipeline: { ...createPipeline(CODECS), planPlaceholder: () => undefined },
    renderer: {
      concurrency: 2,
      memoryBytes: 1_000_000,
      render: async ({ plan }) => ({
        bytes: new TextEncoder().encode(`a ${plan.output.format}`),
        stepMs: plan.steps.map(() => 1),
      }),
    },
    now: () => 1_600_000_000_000,
    uuid: () => `00000000-0000-4000-8000-${String(ids++).padStart(12, "0")}`,
    randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
    outbound: {
      exchange: () => Promise.reject(new OutboundError("unreachable")),
    },
    log: createLog({ format: "json", level: "debug", now: () => 0, write: (line) => log.push(line) }),
    wakeWebhooks: () => undefined,
    defer: (work) => void deferred.push(work),
    runtime: "test",
    ...change,
  };
  const app = createApp(deps);
  return {
    deps,
    log,
    blobs,
    /** Resolves when what was deferred so far is done. */
    settled: () => Promise.all(deferred),
    call: async (url: string, init?: RequestInit) => app.fetch(new Request(url, init)),
    /** Asks the port that is for metrics alone. */
    callMetrics: async (url: string, init?: RequestInit) => app.fetchMetrics(new Request(url, init)),
  };
}

export type App = ReturnType<typeof startApp>;

export function form(fields: Record<string, string | Blob>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.append(name, value);
  return data;
}

/** Uploads the one pixel to the first account. */
export async function upload(
  app: App,
  fields: Record<string, string | Blob> = {},
  headers: HeadersInit = TOKEN,
) {
  const body = form({ file: new Blob([PIXEL]), ...fields });
  const response = await app.call(API, { method: "POST", headers, body });
  return { status: response.status, body: (await response.json()) as Record<string, never> };
}
