import { join } from "node:path";
import { expect, test } from "vitest";
import { upload } from "../harness/client.ts";
import { fixture } from "../harness/fixtures.ts";
import { startProcess } from "../harness/served-process.ts";
import { temporaryFolder } from "../harness/temporary-folder.ts";

const SOURCES = [
  "orientation/landscape_6.jpg",
  "photos/display-p3-gain-map-phone.jpg",
  "png/palette-transparent.png",
  "png/basn6a16.png",
  "webp/icc-exif.webp",
  "webp/animated-alpha-9.webp",
  "avif/photo-8bit-420.avif",
  "gif/animated-loop-3.gif",
  "svg/commons-logo.svg",
];
const FILES = 1000;
/** What caches of the runtime and the pools of codecs may hold more after the last 800 files than after the first 200. */
const MOST_GROWTH = 100 * 1024 * 1024;

/** A small generator with a seed, so that a failure can be repeated (Numerical Recipes' LCG). */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function damaged(bytes: Uint8Array, random: (below: number) => number): Uint8Array<ArrayBuffer> {
  const copy = new Uint8Array(random(3) === 0 ? bytes.slice(0, 1 + random(bytes.length)) : bytes);
  for (let flips = 1 + random(20); flips > 0; flips--) copy[random(copy.length)] = random(256);
  return copy;
}

test(`after ${FILES} corrupt and truncated files a good one succeeds, and memory is where it was`, async () => {
  await using folder = await temporaryFolder();
  await using server = await startProcess(join(folder.path, "data"));
  const sources = await Promise.all(SOURCES.map(fixture));
  const random = generator(20211121);
  const statuses = new Map<string, number>();
  const count = (what: string): void => void statuses.set(what, (statuses.get(what) ?? 0) + 1);

  let early = 0;
  for (let number = 0; number < FILES; number++) {
    const { status, body } = await upload(server, damaged(sources[number % sources.length]!, random));
    expect(status, `file ${number}: ${JSON.stringify(body)}`).toBeLessThan(500);
    count(`upload ${status}`);
    if (status === 200) {
      const delivered = await fetch(body.result.variants[0]!);
      await delivered.arrayBuffer();
      expect(delivered.status, `file ${number}`).toBeLessThan(500);
      count(`delivery ${delivered.status}`);
    }
    if (number === 200) early = (await server.memory()).resident;
  }
  const late = (await server.memory()).resident;
  process.stdout.write(`corrupt files: ${JSON.stringify(Object.fromEntries(statuses))}\n`);

  const good = await upload(server, sources[0]!);
  expect(good.status).toBe(200);
  expect((await fetch(good.body.result.variants[0]!)).status).toBe(200);
  expect(late - early).toBeLessThan(MOST_GROWTH);
  expect(server.output()).not.toMatch(/unexpected error/);
  // Both kinds of damage must have come through, or the test has lost its subject.
  expect(
    [...statuses.keys()].filter((key) => /^(upload|delivery) 4/.test(key)).length,
  ).toBeGreaterThanOrEqual(2);
}, 600_000);
