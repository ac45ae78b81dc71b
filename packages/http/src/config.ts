import { expectedSentence } from "@darkroom/core";
import { parseEndpoints, parseHostList, type HostList } from "./outbound/host-list.ts";

/** One setting from the environment. The table below is the only list of them; the README's is made from it. */
interface Setting<T> {
  readonly name: string;
  /** What a value looks like, as it completes "Expected … for `NAME`". */
  readonly expected: string;
  readonly fallback: T;
  /** The default as the README shows it, where the value itself does not say it. */
  readonly shownDefault: string;
  readonly doc: string;
  /** Its value is never repeated in a message. */
  readonly secret: boolean;
  /** @returns undefined for a text that is not as expected. */
  readonly parse: (text: string) => T | undefined;
}

const KIB = 1024;
const MIB = KIB * KIB;
const GIB = KIB * MIB;

/** THE table of settings. */
export const SETTINGS = {
  port: setting({
    name: "PORT",
    expected: "a port number from 0 (any free one) to 65535",
    fallback: 8787,
    doc: "Port to listen on.",
    parse: integer(0, 65_535),
  }),
  host: setting({
    name: "HOST",
    expected: "an address or host name to listen on",
    fallback: "127.0.0.1",
    doc: "Address to listen on; `0.0.0.0` for all.",
    parse: pattern(/^[A-Za-z0-9.:_-]{1,255}$/),
  }),
  data: setting({
    name: "DARKROOM_DATA",
    expected: "the path of a folder",
    fallback: "./data",
    doc: "Folder that holds everything: originals, records, derived images, credentials.",
    parse: pattern(/^[^\0]+$/),
  }),
  account: setting<string | undefined>({
    name: "DARKROOM_ACCOUNT",
    expected: "1 to 64 letters, digits, `-` or `_`",
    fallback: undefined,
    shownDefault: "made on the first run",
    doc: "Account tag: the account id in API addresses.",
    parse: pattern(/^[A-Za-z0-9_-]{1,64}$/),
  }),
  accountHash: setting<string | undefined>({
    name: "DARKROOM_ACCOUNT_HASH",
    expected: "22 characters of base64url",
    fallback: undefined,
    shownDefault: "derived from the account tag",
    doc: "Account hash in delivery addresses. Set it to your Cloudflare account hash to keep existing URLs.",
    parse: pattern(/^[A-Za-z0-9_-]{22}$/),
  }),
  authEmail: setting<string | undefined>({
    name: "DARKROOM_AUTH_EMAIL",
    expected: "an e-mail address",
    fallback: undefined,
    shownDefault: "`owner@darkroom.local`",
    doc: "E-mail address that goes with the key (`X-Auth-Email`).",
    parse: pattern(/^[\x21-\x7e]{1,200}@[\x21-\x7e]{1,100}$/),
  }),
  authKey: setting<string | undefined>({
    name: "DARKROOM_AUTH_KEY",
    expected: "16 to 256 printable ASCII characters without spaces",
    fallback: undefined,
    shownDefault: "made on the first run",
    doc: "API key (`X-Auth-Key`).",
    secret: true,
    parse: pattern(/^[\x21-\x7e]{16,256}$/),
  }),
  apiToken: setting<string | undefined>({
    name: "DARKROOM_API_TOKEN",
    expected: "16 to 256 printable ASCII characters without spaces",
    fallback: undefined,
    shownDefault: "made on the first run",
    doc: "API token (`Authorization: Bearer`).",
    secret: true,
    parse: pattern(/^[\x21-\x7e]{16,256}$/),
  }),
  apiShape: setting<"auto" | "beta" | "v1">({
    name: "DARKROOM_API_SHAPE",
    expected: "`auto`, `beta` or `v1`",
    fallback: "auto",
    doc: "Shape of the API's answers: as in the beta documentation, as in today's API, or `auto`: the beta's for clients that send key and e-mail, today's for all others.",
    parse: oneOf("auto", "beta", "v1"),
  }),
  publicUrl: setting<string | undefined>({
    name: "DARKROOM_PUBLIC_URL",
    expected: "an http or https address without path, such as `https://images.example.com`",
    fallback: undefined,
    shownDefault: "the Host of the request",
    doc: "Scheme and host that are written into image addresses.",
    parse: parseOrigin,
  }),
  trustProxy: setting<boolean>({
    name: "DARKROOM_TRUST_PROXY",
    expected: "`true` or `false`",
    fallback: false,
    doc: "Believe `X-Forwarded-Proto` and `X-Forwarded-Host`. Only behind a proxy that sets them.",
    parse: parseBoolean,
  }),
  maxUploadBytes: setting({
    name: "DARKROOM_MAX_UPLOAD",
    expected: "a size from 1KiB to 1GiB, such as `25MiB`",
    fallback: 25 * MIB,
    shownDefault: "`25MiB`",
    doc: "Largest file that may be uploaded.",
    parse: size(KIB, GIB),
  }),
  maxImages: setting({
    name: "DARKROOM_MAX_IMAGES",
    expected: "a whole number from 1 to 999999999",
    // A list that is filtered by metadata may look at each of them, which takes a fraction of a second.
    fallback: 100_000,
    doc: "Images that an account may have; one more is refused with 5453.",
    parse: integer(1, 999_999_999),
  }),
  uploads: setting({
    name: "DARKROOM_UPLOADS",
    expected: "a whole number from 1 to 1000",
    fallback: 8,
    doc: "Uploads that are read at the same time; others wait. Each may hold its file in memory.",
    parse: integer(1, 1000),
  }),
  cacheBytes: setting({
    name: "DARKROOM_CACHE",
    expected: "a size from 0 to 1PiB, such as `2GiB`",
    fallback: 2 * GIB,
    shownDefault: "`2GiB`",
    doc: "Disk space for derived images; the least recently used go first.",
    parse: size(0, GIB * MIB),
  }),
  workers: setting<number | undefined>({
    name: "DARKROOM_WORKERS",
    expected: "a whole number from 1 to 256",
    fallback: undefined,
    shownDefault: "one per processor",
    doc: "Worker threads that compute images.",
    parse: integer(1, 256),
  }),
  memoryBytes: setting<number | undefined>({
    name: "DARKROOM_MEMORY",
    expected: "a size from 64MiB to 1TiB, such as `1GiB`",
    fallback: undefined,
    shownDefault: "half of the machine's, at most `4GiB`",
    doc: "Memory that the images being computed may take together; an image that needs more is refused.",
    parse: size(64 * MIB, GIB * KIB),
  }),
  queueLength: setting({
    name: "DARKROOM_QUEUE",
    expected: "a whole number from 0 to 100000",
    fallback: 200,
    doc: "Images, and uploads, that may wait for their turn; one more is answered 503 with Retry-After.",
    parse: integer(0, 100_000),
  }),
  prewarmMs: setting({
    name: "DARKROOM_PREWARM_MS",
    expected: "a whole number from 0 to 600000",
    fallback: 10_000,
    doc: "Milliseconds of work after which no more variants of an upload are computed ahead, where its account asks for some (`prewarm`); 0 for never.",
    parse: integer(0, 600_000),
  }),
  flexibleSide: setting({
    name: "DARKROOM_FLEXIBLE_SIDE",
    expected: "a whole number from 1 to 65535",
    fallback: 4096,
    doc: "Most pixels a side, `dpr` included, that options in an address (flexible variants) may ask for; named variants, signed addresses and requests with a credential may ask for more.",
    parse: integer(1, 65_535),
  }),
  flexibleRate: setting({
    name: "DARKROOM_FLEXIBLE_RATE",
    expected: "a whole number from 1 to 1000000",
    fallback: 300,
    doc: "Images that options in addresses may make an account compute in a minute; one more is answered 429 with Retry-After. What is in the cache is not counted, nor are named variants, signed addresses and requests with a credential.",
    parse: integer(1, 1_000_000),
  }),
  fetchHosts: setting<HostList | undefined>({
    name: "DARKROOM_FETCH_HOSTS",
    expected: "hosts separated by commas, such as `example.com, *.example.org`, or `*`, or `none`,",
    fallback: undefined,
    shownDefault: "`*` on Node and Bun, `none` on workerd",
    doc: "Hosts that images may be uploaded from by URL: a name, `*.` and a name for that and all below it, or `*` for every public one, which a Worker does not take.",
    parse: parseHostList,
  }),
  webhookHosts: setting<HostList | undefined>({
    name: "DARKROOM_WEBHOOK_HOSTS",
    expected: "hosts separated by commas, such as `example.com, *.example.org`, or `*`, or `none`,",
    fallback: undefined,
    shownDefault: "`*` on Node and Bun, `none` on workerd",
    doc: "Hosts that events may be sent to by webhooks, written like `DARKROOM_FETCH_HOSTS`, which does not concern them.",
    parse: parseHostList,
  }),
  fetchPrivate: setting<readonly string[] | undefined>({
    name: "DARKROOM_FETCH_PRIVATE",
    expected: "hosts with their ports, separated by commas, such as `10.0.0.7:80, pictures.internal:8080`,",
    fallback: undefined,
    shownDefault: "none",
    doc: "Servers of a private network that may be fetched from, and sent webhooks, each with its port. Everybody who may upload, or make webhooks, can then ask them.",
    parse: parseEndpoints,
  }),
  metricsPort: setting<number | undefined>({
    name: "DARKROOM_METRICS_PORT",
    expected: "a port number from 0 (any free one) to 65535",
    fallback: undefined,
    shownDefault: "none",
    doc: "Port of its own for `/metrics`, open to whoever reaches it; not on Workers. On the server's port `/metrics` takes the operator's token.",
    parse: integer(0, 65_535),
  }),
  metricsHost: setting({
    name: "DARKROOM_METRICS_HOST",
    expected: "an address or host name to listen on",
    fallback: "127.0.0.1",
    doc: "Address of that port; `0.0.0.0` for all.",
    parse: pattern(/^[A-Za-z0-9.:_-]{1,255}$/),
  }),
  logFormat: setting<"json" | "text">({
    name: "DARKROOM_LOG_FORMAT",
    expected: "`json` or `text`",
    fallback: "text",
    doc: "One JSON object a line, or text to read.",
    parse: oneOf("json", "text"),
  }),
  logLevel: setting<LogLevel>({
    name: "DARKROOM_LOG_LEVEL",
    expected: "`debug`, `info`, `warn`, `error` or `silent`",
    fallback: "info",
    doc: "The least important line that is logged.",
    parse: oneOf("debug", "info", "warn", "error", "silent"),
  }),
} as const;

export type LogLevel = "debug" | "info" | "warn" | "error" | "silent";

type ValueOf<S> = S extends Setting<infer T> ? T : never;

/** The settings, parsed; those without a value of their own are for the application to fill in. */
export type Config = { readonly [K in keyof typeof SETTINGS]: ValueOf<(typeof SETTINGS)[K]> };

/** Every problem of a configuration at once, a sentence each. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.problems = problems;
  }
}

/**
 * Reads the settings from an environment. An empty value counts as unset. Throws a {@link ConfigError} that
 * names every wrong value, and every `DARKROOM_*` name that is no setting.
 */
export function readConfig(environment: { readonly [name: string]: string | undefined }): Config {
  const problems: string[] = [];
  const names = new Set<string>(Object.values(SETTINGS).map((row) => row.name));
  const values = Object.entries(SETTINGS).map(([key, row]: [string, Setting<unknown>]) => {
    const text = environment[row.name];
    if (text === undefined || text === "") return [key, row.fallback];
    const value = row.parse(text);
    if (value === undefined) problems.push(wrongValue(row, text));
    return [key, value];
  });
  for (const name of Object.keys(environment)) {
    if (name.startsWith("DARKROOM_") && !names.has(name)) problems.push(unknownName(name, names));
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return Object.fromEntries(values) as Config;
}

function wrongValue(row: Setting<unknown>, text: string): string {
  if (row.secret)
    return `Expected ${row.expected} for \`${row.name}\` but received ${text.length} other characters.`;
  return expectedSentence(row.expected, row.name, text);
}

function unknownName(name: string, names: ReadonlySet<string>): string {
  const known = [...names].filter((candidate) => candidate.startsWith("DARKROOM_")).join(", ");
  return `\`${name}\` is no setting of Darkroom; remove it or correct its name. There are: ${known}.`;
}

function setting<T>(
  row: Pick<Setting<T>, "name" | "expected" | "fallback" | "doc" | "parse"> & Partial<Setting<T>>,
): Setting<T> {
  return { secret: false, shownDefault: `\`${String(row.fallback)}\``, ...row };
}

function integer(least: number, most: number): (text: string) => number | undefined {
  return (text) => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    return value >= least && value <= most ? value : undefined;
  };
}

const UNITS = {
  B: 1,
  KIB,
  MIB,
  GIB,
  TIB: GIB * KIB,
  PIB: GIB * MIB,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
} as const;

function size(least: number, most: number): (text: string) => number | undefined {
  return (text) => {
    const [, digits, unit] = /^(\d{1,15}(?:\.\d{1,3})?) ?([a-z]*)$/i.exec(text) ?? [];
    const factor = UNITS[(unit || "B").toUpperCase() as keyof typeof UNITS] as number | undefined;
    if (digits === undefined || factor === undefined) return undefined;
    const bytes = Math.round(Number(digits) * factor);
    return bytes >= least && bytes <= most ? bytes : undefined;
  };
}

function pattern(expression: RegExp): (text: string) => string | undefined {
  return (text) => (expression.test(text) ? text : undefined);
}

function oneOf<T extends string>(...choices: readonly T[]): (text: string) => T | undefined {
  return (text) => choices.find((choice) => choice === text);
}

function parseBoolean(text: string): boolean | undefined {
  return text === "true" ? true : text === "false" ? false : undefined;
}

function parseOrigin(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  const plain =
    url.pathname === "/" &&
    url.search === "" &&
    url.hash === "" &&
    url.username === "" &&
    url.password === "";
  return /^https?:$/.test(url.protocol) && plain ? url.origin : undefined;
}
