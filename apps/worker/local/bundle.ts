import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/** The folder of the app, where `wrangler.jsonc` is. */
export const APP_FOLDER = fileURLToPath(new URL("../", import.meta.url));

/** A file of the upload, as Miniflare takes it. */
export interface BundledModule {
  readonly type: "ESModule" | "CompiledWasm";
  readonly path: string;
  readonly contents: Uint8Array<ArrayBuffer>;
}

/** Builds into `folder` what `wrangler deploy` would upload, without network, account or telemetry. */
export async function buildBundle(folder: string): Promise<void> {
  const wrangler = join(
    dirname(createRequire(import.meta.url).resolve("wrangler/package.json")),
    "bin/wrangler.js",
  );
  try {
    await promisify(execFile)(process.execPath, [wrangler, "deploy", "--dry-run", "--outdir", folder], {
      cwd: APP_FOLDER,
      env: { ...process.env, WRANGLER_SEND_METRICS: "false", WRANGLER_HIDE_BANNER: "true", CI: "true" },
    });
  } catch (error) {
    const { stderr, stdout } = error as { readonly stderr?: string; readonly stdout?: string };
    throw new Error(`wrangler could not build the Worker:\n${stdout ?? ""}${stderr ?? ""}`, { cause: error });
  }
}

/** The modules that were built into a folder. */
export async function readBundle(folder: string): Promise<readonly BundledModule[]> {
  const names = (await readdir(folder)).filter((name) => /\.(js|wasm)$/.test(name));
  // The entry is the first one.
  return Promise.all(
    names
      .toSorted((a, b) => Number(a.endsWith(".wasm")) - Number(b.endsWith(".wasm")))
      .map(async (name) => ({
        type: name.endsWith(".wasm") ? ("CompiledWasm" as const) : ("ESModule" as const),
        path: join(folder, name),
        contents: new Uint8Array(await readFile(join(folder, name))),
      })),
  );
}
