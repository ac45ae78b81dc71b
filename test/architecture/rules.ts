/** Who may import whom. A folder that is not in the table may not exist. */
export interface Rule {
  /** Our packages that the folder may import. */
  readonly ours: readonly string[];
  /** Of these only the types. */
  readonly typesOnly?: readonly string[];
  /** Folders beside `src`, out of its reach, and which of our packages each may import besides. */
  readonly beside?: { readonly [name: string]: readonly string[] };
  /** What of a runtime it may touch. */
  readonly runtime: keyof typeof RUNTIME_ACCESS;
}

/** Modules and globals of the runtimes, by who may touch them. */
const RUNTIME_ACCESS = {
  /** Web standards only. */
  none: {
    modules: /^$/,
    globals: [],
  },
  /** What every runtime with Node's modules has; not a server or a database, which each has of its own. */
  shared: {
    modules: /^node:(?!sqlite|https?$|http2)/,
    globals: ["Buffer", "process"],
  },
  /** The whole world of one runtime. */
  own: {
    modules: /^(node:|bun(:|$)|cloudflare:)/,
    globals: ["Buffer", "process", "require", "Bun", "Deno", "__dirname"],
  },
} as const satisfies Record<string, { readonly modules: RegExp; readonly globals: readonly string[] }>;

export const RULES: Readonly<Record<string, Rule>> = {
  "packages/core": { ours: [], runtime: "none" },
  "packages/storage": { ours: ["@darkroom/core"], runtime: "none" },
  "packages/http": { ours: ["@darkroom/core", "@darkroom/storage"], runtime: "none" },
  "packages/dashboard": {
    ours: ["@darkroom/core"],
    typesOnly: ["@darkroom/http"],
    runtime: "none",
  },
  "packages/threads": { ours: ["@darkroom/core"], runtime: "shared" },
  "packages/build": {
    ours: ["@darkroom/core", "@darkroom/storage", "@darkroom/threads"],
    typesOnly: ["@darkroom/http"],
    runtime: "shared",
  },
  "packages/host": {
    ours: ["@darkroom/core", "@darkroom/storage", "@darkroom/http", "@darkroom/threads"],
    runtime: "shared",
  },
  "apps/node": { ours: ["@darkroom/storage", "@darkroom/host"], runtime: "own" },
  "apps/bun": { ours: ["@darkroom/storage", "@darkroom/host"], runtime: "own" },
  "apps/worker": {
    ours: ["@darkroom/core", "@darkroom/storage", "@darkroom/http"],
    // A Node program that serves what is deployed, which itself has no data folder and no process.
    beside: { local: ["@darkroom/host"] },
    runtime: "own",
  },
};

/** The one file of what Node and Bun share that asks other servers; a server of their own each app brings. */
export const HTTP_CLIENT = "packages/host/src/outbound.ts";

/** The one folder of the neutral packages that may read files: how Node and Bun get a codec's binary. */
export const FILE_LOADERS = "packages/core/src/wasm/file/";

const RUNTIME_MODULE = RUNTIME_ACCESS.own.modules;
/** What the compiler cannot see in a file that another package's types reach; the DOM's names it does see. */
const RUNTIME_GLOBALS: readonly string[] = RUNTIME_ACCESS.own.globals;

/** What is wrong with an import, or undefined. */
export function importProblem(
  folder: string,
  {
    file,
    specifier,
    typeOnly,
  }: { readonly file: string; readonly specifier: string; readonly typeOnly: boolean },
): string | undefined {
  const rule = RULES[folder];
  if (rule === undefined) return `${folder} has no row in the table of imports`;
  const part = partOf(folder, file);
  if (specifier.startsWith(".")) {
    const target = new URL(specifier, `file:///${file}`).pathname.slice(1);
    if (!target.startsWith(`${folder}/`)) return `${file} reaches out of ${folder} by ${specifier}`;
    const beside = partOf(folder, target);
    return part === "src" && rule.beside?.[beside] !== undefined
      ? `${file} imports ${specifier}: ${beside} imports src, not the other way round`
      : undefined;
  }
  if (RUNTIME_MODULE.test(specifier)) {
    return RUNTIME_ACCESS[rule.runtime].modules.test(specifier) ||
      file.startsWith(FILE_LOADERS) ||
      (file === HTTP_CLIENT && /^node:https?$/.test(specifier))
      ? undefined
      : `${file} imports ${specifier}: not every runtime of ${folder} has that`;
  }
  const ours = /^@darkroom\/[^/]+/.exec(specifier)?.[0];
  if (ours === undefined || rule.ours.includes(ours) || rule.beside?.[part]?.includes(ours)) return undefined;
  if (typeOnly && rule.typesOnly?.includes(ours)) return undefined;
  return `${file} imports ${specifier}, which ${folder}/${part} may not`;
}

/** Runtime globals that a file names and may not. */
export function globalProblem(folder: string, file: string, names: ReadonlySet<string>): string | undefined {
  const rule = RULES[folder];
  if (rule === undefined || file.startsWith(FILE_LOADERS)) return undefined;
  const allowed: readonly string[] = RUNTIME_ACCESS[rule.runtime].globals;
  const used = RUNTIME_GLOBALS.filter((name) => names.has(name) && !allowed.includes(name));
  return used.length > 0
    ? `${file} names ${used.join(", ")}: not every runtime of ${folder} has that`
    : undefined;
}

/** The folder below `folder` that a file is in, such as `src`. */
function partOf(folder: string, file: string): string {
  return file.slice(folder.length + 1).split("/", 1)[0]!;
}
