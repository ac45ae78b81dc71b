import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { uploaded } from "../harness/client.ts";
import { fixture } from "../harness/fixtures.ts";
import { FOLDER_RUNTIMES, type Runtime } from "../harness/runtimes.ts";
import { runToExit, startProcess, type ServedProcess } from "../harness/served-process.ts";
import { temporaryFolder } from "../harness/temporary-folder.ts";

const PICTURE = "photos/adobe-rgb-600.jpg";

const PAIRS = FOLDER_RUNTIMES.flatMap((first) =>
  FOLDER_RUNTIMES.filter((second) => second !== first).map((second) => ({ first, second })),
);

async function delivered(
  server: ServedProcess,
  path: string,
): Promise<{ readonly bytes: string; readonly etag: string; readonly from: string }> {
  const response = await fetch(server.url + path, { headers: { accept: "image/webp" } });
  expect(response.status).toBe(200);
  const bytes = Buffer.from(await response.arrayBuffer()).toString("base64");
  return { bytes, etag: response.headers.get("etag")!, from: response.headers.get("cache-status")! };
}

describe.each(PAIRS)("one data folder, $first.name and $second.name", ({ first, second }) => {
  test("one after the other: records, originals, credentials and derived images are there", async () => {
    await using folder = await temporaryFolder();
    const data = join(folder.path, "data");
    const before = await startProcess(data, {}, first);
    const { id } = await uploaded(before, await fixture(PICTURE));
    const derived = await delivered(before, `/public/${id}`);
    expect(await before.stop()).toBe(0);

    await using after = await startProcess(data, {}, second);
    expect(after.account).toBe(before.account);
    expect(after.tokenHeaders).toEqual(before.tokenHeaders);
    expect(await delivered(after, `/public/${id}`)).toEqual({ ...derived, from: "darkroom; hit" });
    const original = await fetch(`${after.api}/${id}/blob`, { headers: after.tokenHeaders });
    expect(new Uint8Array(await original.arrayBuffer())).toEqual(await fixture(PICTURE));
    expect(
      (await fetch(`${after.api}/${id}`, { method: "DELETE", headers: after.tokenHeaders })).status,
    ).toBe(200);
    expect((await fetch(`${after.url}/public/${id}`)).status).toBe(404);
  });

  test("the first one killed, the second one has what it acknowledged", async () => {
    await using folder = await temporaryFolder();
    const data = join(folder.path, "data");
    const before = await startProcess(data, {}, first);
    const { id } = await uploaded(before, await fixture(PICTURE));
    await before.kill();
    await using after = await startProcess(data, {}, second);
    await delivered(after, `/public/${id}`);
  });

  test("both at once: the second is refused by the first one's number, and the first goes on", async () => {
    await using folder = await temporaryFolder();
    const data = join(folder.path, "data");
    await using holder = await startProcess(data, {}, first);
    const { code, output } = await runToExit({ PORT: "0", DARKROOM_DATA: data }, [], second);
    expect(code).toBe(1);
    expect(output.trim()).toMatch(
      new RegExp(
        `^The data folder .* is in use by process ${holder.pid} on .*\\. Stop it, or set DARKROOM_DATA`,
      ),
    );
    await uploaded(holder, await fixture(PICTURE));
  });
});

test("every pair that can share a folder was tried", () => {
  expect(
    PAIRS.map(({ first, second }: { first: Runtime; second: Runtime }) => [first.name, second.name]),
  ).toEqual(
    expect.arrayContaining([
      ["Node", "Bun"],
      ["Bun", "Node"],
    ]),
  );
});
