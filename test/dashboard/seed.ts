import { parseArgs } from "node:util";
import sharp from "sharp";

/**
 * Fills a running server with many small pictures, all different: `npm run seed -- --url http://127.0.0.1:8787
 * --account <tag> --token <secret> --count 10000`. What it made before it does not make again.
 */
const { values } = parseArgs({
  options: {
    url: { type: "string", default: "http://127.0.0.1:8787" },
    account: { type: "string" },
    token: { type: "string" },
    count: { type: "string", default: "10000" },
  },
});
const { url, account, token } = values;
if (account === undefined || token === undefined) throw new Error("Expected `--account` and `--token`.");
const count = Number(values.count);

/** Uploads under way at the same time. */
const AT_ONCE = 6;

const ALBUMS = ["summer", "travel", "products", "people", "food"];

/** A picture of two colours that depend on its number. */
async function picture(number: number): Promise<Uint8Array<ArrayBuffer>> {
  const hue = (number * 137.5) % 360;
  const width = 160 + (number % 5) * 40;
  const height = 120 + (number % 7) * 30;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <rect width="100%" height="100%" fill="hsl(${hue} 55% 45%)"/>
    <circle cx="${width * 0.6}" cy="${height * 0.5}" r="${height * 0.3}" fill="hsl(${hue + 40} 70% 70%)"/></svg>`;
  return new Uint8Array(await sharp(Buffer.from(svg)).jpeg({ quality: 60 }).toBuffer());
}

let next = 0;
async function work(): Promise<void> {
  while (next < count) {
    const number = next++;
    const name = String(number).padStart(6, "0");
    const album = ALBUMS[number % ALBUMS.length]!;
    const body = new FormData();
    body.set("id", `seed/${album}/${name}.jpg`);
    body.set("creator", number % 3 === 0 ? "anna" : "ben");
    body.set("metadata", JSON.stringify({ album, number }));
    body.set("file", new Blob([await picture(number)]), `${name}.jpg`);
    const response = await fetch(`${url}/client/v4/accounts/${account}/images/v1`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}` },
      body,
    });
    if (!response.ok && response.status !== 409) throw new Error(await response.text());
    await response.body?.cancel();
    if (number % 1000 === 0) process.stdout.write(`${number} of ${count}\n`);
  }
}

const begun = performance.now();
await Promise.all(Array.from({ length: AT_ONCE }, work));
process.stdout.write(`${count} images in ${Math.round((performance.now() - begun) / 1000)} s\n`);
