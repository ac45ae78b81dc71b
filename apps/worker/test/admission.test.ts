import { readdir } from "node:fs/promises";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import {
  BUILT_IN_VARIANTS,
  createPipeline,
  isDarkroomError,
  resolveRequest,
  resolveVariant,
  type ImageFacts,
} from "@darkroom/core";
import { expect, test } from "vitest";
import { fixture } from "../../../test/harness/fixtures.ts";
import { PIXEL_BYTES } from "../src/budget.ts";
import { allCodecs } from "../src/codecs.ts";

const FIXTURES = fileURLToPath(new URL("../../../test/fixtures/", import.meta.url));
const pipeline = createPipeline(allCodecs());
const DEVICES = ["desktop", "tablet", "mobile"] as const;
const CLIENTS = ["image/avif,image/webp", "image/webp", "*/*"];
const MIB = 1024 * 1024;

/** What the hungriest delivery of a file is predicted to take; undefined for what is no image within the limits. */
async function hungriest(path: string): Promise<{ bytes: number; what: string } | undefined> {
  const source = await fixture(path);
  let facts: ImageFacts;
  try {
    facts = await pipeline.inspect(source);
  } catch (error) {
    if (isDarkroomError(error)) return undefined;
    throw error;
  }
  let most = { bytes: 0, what: "" };
  for (const variant of BUILT_IN_VARIANTS) {
    for (const device of DEVICES) {
      for (const accept of CLIENTS) {
        const request = resolveRequest(facts, resolveVariant(variant, device), accept, pipeline.limits);
        const { predictedBytes, output } = pipeline.plan(facts, request, source.length);
        const what = `${variant.name} for ${device} as ${output.format}`;
        if (predictedBytes > most.bytes) most = { bytes: predictedBytes, what };
      }
    }
  }
  return most;
}

/** Files with a delivery that an isolate cannot make; a longer list is a step back. */
const DO_NOT_FIT = ["avif/12mp-phone.avif"];

test("all but a few files of the fixtures fit an isolate of 128 MB in every variant", async () => {
  const entries = await readdir(FIXTURES, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(FIXTURES, join(entry.parentPath, entry.name)));
  let images = 0;
  const refused: string[] = [];
  for (const path of paths.toSorted()) {
    const found = await hungriest(path);
    if (found === undefined) continue;
    images += 1;
    if (found.bytes <= PIXEL_BYTES) continue;
    refused.push(path);
    const predicted = `${Math.ceil(found.bytes / MIB)} MiB`;
    process.stdout.write(`does not fit an isolate: ${path}, ${found.what}: ${predicted}\n`);
  }
  const fitting = `${images - refused.length} of ${images} images`;
  process.stdout.write(`${fitting} fit ${PIXEL_BYTES / MIB} MiB in every variant\n`);
  expect(images).toBeGreaterThan(90);
  expect(refused).toEqual(DO_NOT_FIT);
});
