/**
 * Writes `wasm/manifest.json`: which `.wasm` file each codec runs, from which package, with its hash. It is
 * part of the key of every derived image. `node scripts/codec-builds.ts` writes; with `--check` it only
 * compares, and exits with 1 on a difference.
 */
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { findPackageJSON } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

interface Origin {
  readonly package: string;
  /** Path below the package's folder, or below ours where the file is `vendored`: copied or built here. */
  readonly file: string;
  readonly vendored?: true;
}

const BINARIES: Readonly<Record<string, Origin>> = {
  "avif-decoder": { package: "@jsquash/avif", file: "codec/dec/avif_dec.wasm" },
  "avif-encoder": { package: "@jsquash/avif", file: "codec/enc/avif_enc.wasm" },
  "jpeg-decoder": { package: "@jsquash/jpeg", file: "codec/dec/mozjpeg_dec.wasm" },
  "jpeg-encoder": { package: "@jsquash/jpeg", file: "codec/enc/mozjpeg_enc.wasm" },
  lcms: { package: "lcms-wasm", file: "vendor/lcms/lcms.wasm", vendored: true },
  // Ours: compiled by `scripts/build-kernels.ts`, with the version of its compiler.
  pixels: { package: "assemblyscript", file: "wasm/pixels.wasm", vendored: true },
  png: { package: "@jsquash/png", file: "codec/pkg/squoosh_png_bg.wasm" },
  resize: { package: "@jsquash/resize", file: "lib/resize/pkg/squoosh_resize_bg.wasm" },
  "webp-decoder": { package: "icodec", file: "vendor/icodec/webp-dec.wasm", vendored: true },
  "webp-encoder": { package: "@jsquash/webp", file: "codec/enc/webp_enc_simd.wasm" },
};

export interface BinaryRow {
  readonly package: string;
  readonly version: string;
  readonly file: string;
  readonly sha256: string;
  readonly bytes: number;
}

const CORE = fileURLToPath(new URL("..", import.meta.url));
export const MANIFEST = join(CORE, "wasm/manifest.json");

/** The manifest as the installed packages give it. */
export async function readBuilds(): Promise<Record<string, BinaryRow>> {
  const rows: Record<string, BinaryRow> = {};
  for (const [name, origin] of Object.entries(BINARIES)) {
    const manifest = findPackageJSON(origin.package, import.meta.url);
    if (manifest === undefined) throw new Error(`The package ${origin.package} is not installed.`);
    const { version } = JSON.parse(await readFile(manifest, "utf8")) as { version: string };
    const content = await readFile(join(origin.vendored ? CORE : dirname(manifest), origin.file));
    rows[name] = {
      package: origin.package,
      version,
      file: origin.file,
      sha256: createHash("sha256").update(content).digest("hex"),
      bytes: content.length,
    };
  }
  return rows;
}

export function formatManifest(rows: Record<string, BinaryRow>): string {
  return `${JSON.stringify(rows, null, 2)}\n`;
}

if (import.meta.main) {
  const wanted = formatManifest(await readBuilds());
  if (!process.argv.includes("--check")) await writeFile(MANIFEST, wanted);
  else if ((await readFile(MANIFEST, "utf8")) !== wanted) {
    process.stderr.write("wasm/manifest.json is out of date: run node scripts/codec-builds.ts\n");
    process.exitCode = 1;
  }
}
