import { join } from "node:path";
import sharp from "sharp";
import { expect, test } from "vitest";
import { uploaded } from "../harness/client.ts";
import { fixture, PHOTO } from "../harness/fixtures.ts";
import { startProcess } from "../harness/served-process.ts";
import { temporaryFolder } from "../harness/temporary-folder.ts";

const MEGABYTE = 1024 * 1024;
const REQUESTS = 100;
const QUEUE = 20;
/** The stated ceiling for the whole process, with `DARKROOM_MEMORY=512MiB` for images and two threads. */
const CEILING = 640 * MEGABYTE;

/** Distinct photos of 12 megapixels, as phones make them. */
async function largePhotos(count: number): Promise<Uint8Array<ArrayBuffer>[]> {
  const base = await sharp(await fixture(PHOTO))
    .resize(4000, 3000, { fit: "fill" })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const photos: Uint8Array<ArrayBuffer>[] = [];
  for (let number = 0; number < count; number++) {
    base.data[number] = 255 - base.data[number]!;
    base.data[number * 3000] = number;
    const raw = { width: base.info.width, height: base.info.height, channels: 3 as const };
    photos.push(
      new Uint8Array(
        await sharp(base.data, { raw })
          .modulate({ hue: number * 10 })
          .jpeg({ quality: 80 })
          .toBuffer(),
      ),
    );
  }
  return photos;
}

test(`${REQUESTS} large requests at once stay under the ceiling; cached ones do not wait for them`, async () => {
  await using folder = await temporaryFolder();
  await using server = await startProcess(join(folder.path, "data"), {
    DARKROOM_MEMORY: "512MiB",
    DARKROOM_WORKERS: "2",
    DARKROOM_QUEUE: String(QUEUE),
  });
  const images: { url: string }[] = [];
  for (const photo of await largePhotos(10)) images.push(await uploaded(server, photo, "default"));
  const small = await uploaded(server, await fixture("png/palette-transparent.png"), "public");
  await (await fetch(small.url)).arrayBuffer();

  // 10 images × 10 kinds of client: only some of them share a computation.
  const agents = ["desktop", "mobile", "tablet"];
  const accepts = ["image/jpeg", "image/webp", "image/avif,image/webp", "image/png"];
  let underWay = REQUESTS;
  const statuses: number[] = [];
  const requests = Array.from({ length: REQUESTS }, async (_, number) => {
    const response = await fetch(images[number % images.length]!.url, {
      headers: {
        "cf-device-type": agents[number % agents.length]!,
        accept: accepts[Math.floor(number / images.length) % accepts.length]!,
      },
    });
    const bytes = await response.arrayBuffer();
    statuses.push(response.status);
    if (response.status === 200) expect(bytes.byteLength).toBeGreaterThan(1000);
    else expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
    underWay--;
  });

  // Cached hits are asked for as long as there is other work; each must overtake it.
  let hitsWhileBusy = 0;
  while (underWay > 0 && hitsWhileBusy < 200) {
    const hit = await fetch(small.url);
    await hit.arrayBuffer();
    expect(hit.headers.get("cache-status")).toBe("darkroom; hit");
    if (underWay > 0) hitsWhileBusy++;
  }
  await Promise.all(requests);

  const { peak } = await server.memory();
  const served = statuses.filter((status) => status === 200).length;
  process.stdout.write(
    `load: ${served} served, ${statuses.length - served} busy, peak ${Math.round(peak / MEGABYTE)} MB, ${hitsWhileBusy} cached hits meanwhile\n`,
  );
  expect(new Set(statuses).isSubsetOf(new Set([200, 503]))).toBe(true);
  expect(statuses).toContain(503);
  // At least what ran first and what waited behind it.
  expect(served).toBeGreaterThanOrEqual(1 + QUEUE);
  expect(hitsWhileBusy).toBeGreaterThanOrEqual(20);
  expect(peak).toBeLessThan(CEILING);

  // What was refused for lack of room is served once there is room.
  expect((await fetch(images[9]!.url)).status).toBe(200);
}, 600_000);
