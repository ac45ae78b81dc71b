/**
 * Compiles the kernels of `src/kernels` to `wasm/pixels.wasm`. The same sources and compiler give the same
 * bytes; `--check` builds without writing and fails where the committed file differs. Afterwards
 * `scripts/codec-builds.ts` writes its hash down, which enters every cache key.
 */
import { readFile, writeFile } from "node:fs/promises";

const ROOT = new URL("../", import.meta.url);
const ENTRY = "src/kernels/pixels.as.ts";
const BINARY = "wasm/pixels.wasm";
const OPTIONS = ["-O3", "--noAssert", "--runtime", "stub", "--enable", "simd", "--enable", "bulk-memory"];

/** The part of the compiler's programming interface that is used here. */
interface Compiler {
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

async function readSource(name: string): Promise<string | null> {
  try {
    return await readFile(new URL(name, ROOT), "utf8");
  } catch {
    return null;
  }
}

/** The binary that the sources give. */
export async function buildKernels(): Promise<Uint8Array> {
  const compiler = (await import("assemblyscript/asc")) as unknown as Compiler;
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
  if (error || !binary) {
    throw new Error(`The kernels do not compile.\n${messages.join("")}`, { cause: error });
  }
  return binary;
}

/** Whether the committed binary is what the sources give. */
export async function kernelsAreCurrent(): Promise<boolean> {
  const committed = await readFile(new URL(BINARY, ROOT)).catch(() => undefined);
  return committed?.equals(await buildKernels()) ?? false;
}

if (import.meta.main) {
  if (!process.argv.includes("--check")) await writeFile(new URL(BINARY, ROOT), await buildKernels());
  else if (!(await kernelsAreCurrent())) {
    process.stderr.write("wasm/pixels.wasm is not what its sources give: run npm run build:kernels\n");
    process.exitCode = 1;
  }
}
