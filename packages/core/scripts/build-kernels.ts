/**
 * Compiles the kernels of `src/kernels` to `wasm/pixels.wasm` and writes down what was built: in
 * `wasm/manifest.json` for people and CI, in `src/kernels/build.ts` for cache keys. The same sources and
 * compiler give the same bytes; `--check` builds without writing and fails where the committed files differ.
 */
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";

const ROOT = new URL("../", import.meta.url);
const ENTRY = "src/kernels/pixels.as.ts";
const BINARY = "wasm/pixels.wasm";
const OPTIONS = ["-O3", "--noAssert", "--runtime", "stub", "--enable", "simd", "--enable", "bulk-memory"];

/** The part of the compiler's programming interface that is used here. */
interface Compiler {
  readonly version: string;
  main(
    options: readonly string[],
    io: {
      readFile(name: string, folder: string): Promise<string | null>;
      writeFile(name: string, contents: string | Uint8Array): void;
      listFiles(): string[];
      stderr: { write(text: string): void };
    },
  ): Promise<{ error: Error | null }>;
}

/** `ASC` names the compiler's main file where it is not installed as a dependency. */
async function loadCompiler(): Promise<Compiler> {
  const path = process.env["ASC"];
  return (await import(path ? pathToFileURL(path).href : "assemblyscript/asc")) as Compiler;
}

async function readSource(name: string): Promise<string | null> {
  try {
    return await readFile(new URL(name, ROOT), "utf8");
  } catch {
    return null;
  }
}

/** Every file that is generated, by its path below packages/core. */
export async function buildKernels(): Promise<Map<string, Uint8Array>> {
  const compiler = await loadCompiler();
  const messages: string[] = [];
  let binary: Uint8Array | undefined;
  const { error } = await compiler.main([ENTRY, ...OPTIONS, "--outFile", BINARY], {
    readFile: readSource,
    writeFile: (_name, contents) => {
      if (typeof contents !== "string") binary = contents;
    },
    listFiles: () => [],
    stderr: { write: (text) => messages.push(text) },
  });
  if (error || !binary)
    throw new Error(`The kernels do not compile.\n${messages.join("")}`, { cause: error });

  const sha256 = createHash("sha256").update(binary).digest("hex");
  const manifest = {
    "pixels.wasm": {
      bytes: binary.length,
      sha256,
      origin: ENTRY,
      compiler: `assemblyscript ${compiler.version}`,
      options: OPTIONS,
    },
  };
  const build = [
    'import type { CodecBuild } from "../codecs/contract.ts";',
    "",
    "/** Written by `npm run build:kernels`: the binary that these sources compile to. */",
    "export const PIXELS_BUILD: CodecBuild = {",
    '  name: "darkroom-pixels",',
    '  version: "1",',
    `  sha256: "${sha256}",`,
    "};",
    "",
  ];
  const text = new TextEncoder();
  return new Map([
    [BINARY, binary],
    ["wasm/manifest.json", text.encode(`${JSON.stringify(manifest, undefined, 2)}\n`)],
    ["src/kernels/build.ts", text.encode(build.join("\n"))],
  ]);
}

/** Generated files whose committed bytes are not what the sources give. */
export async function driftedKernels(): Promise<string[]> {
  const drifted: string[] = [];
  for (const [path, bytes] of await buildKernels()) {
    const committed = await readFile(new URL(path, ROOT)).catch(() => undefined);
    if (!committed?.equals(bytes)) drifted.push(path);
  }
  return drifted;
}

if (import.meta.main) {
  if (process.argv.includes("--check")) {
    const drifted = await driftedKernels();
    if (drifted.length > 0) {
      process.stderr.write(`Differs from what the sources give: ${drifted.join(", ")}. Run build:kernels.\n`);
      process.exitCode = 1;
    }
  } else {
    for (const [path, bytes] of await buildKernels()) await writeFile(new URL(path, ROOT), bytes);
  }
}
