/** Who may import whom. A folder that is not in the table may not exist. */
export interface Rule {
  /** Our packages that the folder may import. */
  readonly ours: readonly string[];
  /** Of these only the types. */
  readonly typesOnly?: readonly string[];
  /** It may touch its runtime: `node:*`, `bun`, `cloudflare:*`, `process`, `Buffer`. */
  readonly runtime: boolean;
}

export const RULES: Readonly<Record<string, Rule>> = {
  "packages/core": { ours: [], runtime: false },
  "packages/storage": { ours: ["@darkroom/core"], runtime: false },
  "packages/http": { ours: ["@darkroom/core", "@darkroom/storage"], runtime: false },
  "apps/node": { ours: ["@darkroom/core", "@darkroom/storage", "@darkroom/http"], runtime: true },
};

/** The one folder of the neutral packages that may read files: how Node and Bun get a codec's binary. */
export const FILE_LOADERS = "packages/core/src/wasm/file/";

const RUNTIME_MODULE = /^(node:|bun(:|$)|cloudflare:)/;
/** What the compiler cannot see in a file that another package's types reach; the DOM's names it does see. */
const RUNTIME_GLOBALS = ["Buffer", "process", "require", "Bun", "Deno", "__dirname"];

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
  if (specifier.startsWith(".")) {
    const outside = leavesFolder(folder, file, specifier);
    return outside ? `${file} reaches out of ${folder} by ${specifier}` : undefined;
  }
  if (RUNTIME_MODULE.test(specifier)) {
    return rule.runtime || file.startsWith(FILE_LOADERS)
      ? undefined
      : `${file} imports ${specifier}: it must stay runtime-neutral`;
  }
  const ours = /^@darkroom\/[^/]+/.exec(specifier)?.[0];
  if (ours === undefined || rule.ours.includes(ours)) return undefined;
  if (typeOnly && rule.typesOnly?.includes(ours)) return undefined;
  return `${file} imports ${specifier}, which ${folder} may not`;
}

/** Runtime globals that a neutral file names. */
export function globalProblem(folder: string, file: string, names: ReadonlySet<string>): string | undefined {
  if (RULES[folder]?.runtime !== false || file.startsWith(FILE_LOADERS)) return undefined;
  const used = RUNTIME_GLOBALS.filter((name) => names.has(name));
  return used.length > 0 ? `${file} names ${used.join(", ")}: it must stay runtime-neutral` : undefined;
}

function leavesFolder(folder: string, file: string, specifier: string): boolean {
  const path = new URL(specifier, `file:///${file}`).pathname.slice(1);
  return !path.startsWith(`${folder}/`);
}
