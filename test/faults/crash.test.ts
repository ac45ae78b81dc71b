import { createHash } from "node:crypto";
import { join } from "node:path";
import { expect, test } from "vitest";
import { upload, type Envelope } from "../harness/client.ts";
import { fixture } from "../harness/fixtures.ts";
import { FOLDER_RUNTIMES } from "../harness/runtimes.ts";
import { startProcess, type ServedProcess } from "../harness/served-process.ts";
import { temporaryFolder } from "../harness/temporary-folder.ts";

/** `npm run test:soak` kills more often. */
const KILLS = Number(process.env["SOAK_KILLS"] ?? 5);
const UPLOADERS = 4;

/** A PNG with a text chunk that nobody else has, so that mixed-up bytes would show. */
function marked(png: Uint8Array, mark: string): Uint8Array<ArrayBuffer> {
  const trailer = new TextEncoder().encode(mark.padEnd(200_000, "."));
  const bytes = new Uint8Array(png.length + trailer.length);
  bytes.set(png);
  bytes.set(trailer, png.length);
  return bytes;
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

async function listed(server: ServedProcess): Promise<string[]> {
  const response = await fetch(`${server.api}?per_page=10000`, { headers: server.tokenHeaders });
  const { result } = (await response.json()) as Envelope<{ images: { id: string }[] }>;
  return result.images.map(({ id }) => id);
}

test.each(FOLDER_RUNTIMES)(
  `$name killed ${KILLS} times in the middle of uploads keeps every acknowledged image and nothing half-written`,
  async (runtime) => {
    await using folder = await temporaryFolder();
    const data = join(folder.path, "data");
    const png = await fixture("png/palette-transparent.png");
    const sent = new Map<string, string>();
    const acknowledged = new Set<string>();

    for (let kill = 0; kill < KILLS; kill++) {
      await using server = await startProcess(data, {}, runtime);
      // Different moments of an upload each time: after so many acknowledgements, the rest is on its way.
      const killAfter = 3 + kill * 5;
      let seen = 0;
      const dead = Promise.withResolvers<void>();
      const uploader = async (name: string): Promise<void> => {
        for (let count = 0; ; count++) {
          const id = `${kill}-${name}-${count}`;
          const bytes = marked(png, id);
          sent.set(id, sha256(bytes));
          try {
            const { status } = await upload(server, bytes, { id });
            if (status !== 200) throw new Error(`refused with ${status}`);
          } catch (error) {
            if (server.pid !== 0 && error instanceof TypeError) return;
            throw error;
          }
          acknowledged.add(id);
          if (++seen === killAfter) void server.kill().then(dead.resolve, dead.reject);
        }
      };
      await Promise.all(Array.from({ length: UPLOADERS }, (_, index) => uploader(`u${index}`)));
      await dead.promise;
    }

    await using server = await startProcess(data, {}, runtime);
    const ids = await listed(server);
    expect(new Set(ids).isSupersetOf(acknowledged)).toBe(true);
    for (const id of ids) {
      const original = await fetch(`${server.api}/${id}/blob`, { headers: server.tokenHeaders });
      expect(original.status).toBe(200);
      expect(sha256(new Uint8Array(await original.arrayBuffer()))).toBe(sent.get(id));
    }
    const picture = await fetch(`${server.url}/public/${ids[0]}`);
    expect(picture.status).toBe(200);
    expect(picture.headers.get("content-type")).toBe("image/png");
  },
  600_000,
);
