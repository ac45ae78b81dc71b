import type { BuildResult } from "../build-variants.ts";
import { sizeText } from "./size-text.ts";
import { counted, tableLines } from "./table.ts";

interface Row {
  files: number;
  bytes: number;
  /** Bytes of the originals that these files were made of. */
  originals: number;
}

/** What a build did, in lines for people. `manifest` is its path as it is to be shown. */
export function summary({ images, failures, stale, removed, work }: BuildResult, manifest: string): string {
  const rows = new Map<string, Row>();
  for (const image of images.values()) {
    for (const { variant, device, format, bytes } of image.files) {
      const name = `${variant}${device === undefined ? "" : ` (${device})`} ${format}`;
      const row = rows.get(name) ?? { files: 0, bytes: 0, originals: 0 };
      row.files += 1;
      row.bytes += bytes;
      row.originals += image.bytes;
      rows.set(name, row);
    }
  }
  const table = [
    ["", "files", "bytes", "saved of the originals"],
    ...[...rows].map(([name, { files, bytes, originals }]) => [
      name,
      String(files),
      sizeText(bytes),
      `${sizeText(Math.max(0, originals - bytes))} (${share(originals - bytes, originals)})`,
    ]),
  ];
  const lines = [
    `${counted(images.size, "image")}: ${work.computed} files computed, ${work.fromCache} from the cache, ${work.unchanged} unchanged`,
    ...(rows.size > 0 ? tableLines(table, [1, 2, 3]).map((line) => `  ${line}`) : []),
    ...(removed.length > 0 ? [`${counted(removed.length, "stale file")} removed`] : []),
    ...(stale.length > 0
      ? [
          `${counted(stale.length, "file")} of earlier builds not made any more; --prune removes them: ${few(stale)}`,
        ]
      : []),
    ...(failures.length > 0 ? [`${counted(failures.length, "failure")}, see below`] : []),
    `manifest: ${manifest}`,
  ];
  return `${lines.join("\n")}\n`;
}

function share(part: number, whole: number): string {
  return `${whole === 0 ? 0 : Math.max(0, Math.floor((100 * part) / whole))} %`;
}

function few(names: readonly string[]): string {
  return names.length > 3 ? `${names.slice(0, 3).join(", ")}, …` : names.join(", ");
}
