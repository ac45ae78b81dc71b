import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseAst } from "rolldown/parseAst";

export interface Import {
  /** Path of the importing file from the root of the repository. */
  readonly file: string;
  readonly specifier: string;
  readonly typeOnly: boolean;
}

/** TypeScript sources below a folder that ship: no tests. */
export function sourceFiles(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter(
      (name) =>
        /\.tsx?$/.test(name) &&
        !/\.(test|as|d)\.ts$/.test(name) &&
        !/(^|\/)(node_modules|dist|fixtures)\//.test(name),
    )
    .map((name) => join(folder, name))
    .toSorted();
}

/** Every import, export-from and dynamic import of a file, from its syntax tree. */
export function importsOf(root: string, file: string): Import[] {
  const found: Import[] = [];
  walk(syntaxTree(root, file), (node) => {
    if (!/^(Import|Export(All|Named)?)(Declaration|Expression)$|^TSImportType$/.test(String(node["type"])))
      return;
    const source = node["source"] as { value?: unknown } | null | undefined;
    if (typeof source?.value !== "string") return;
    const typeOnly =
      node["importKind"] === "type" || node["exportKind"] === "type" || node["type"] === "TSImportType";
    found.push({ file, specifier: source.value, typeOnly });
  });
  return found;
}

/** Names that a file uses as free globals, such as `Buffer` or `process`, wherever they stand. */
export function identifiersOf(root: string, file: string): ReadonlySet<string> {
  const names = new Set<string>();
  walk(syntaxTree(root, file), (node) => {
    if (node["type"] === "Identifier" && typeof node["name"] === "string") names.add(node["name"]);
  });
  return names;
}

function syntaxTree(root: string, file: string): unknown {
  return parseAst(readFileSync(join(root, file), "utf8"), { lang: file.endsWith(".tsx") ? "tsx" : "ts" });
}

function walk(value: unknown, visit: (node: Record<string, unknown>) => void): void {
  if (Array.isArray(value)) {
    for (const item of value) walk(item, visit);
  } else if (typeof value === "object" && value !== null) {
    const node = value as Record<string, unknown>;
    if (typeof node["type"] === "string") visit(node);
    for (const child of Object.values(node)) walk(child, visit);
  }
}
