import { once } from "node:events";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { describeBlobStore } from "@darkroom/storage/conformance";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { spawnChild } from "./conformance/children.ts";
import { CRASH_BLOB } from "./conformance/children/crash-blob.ts";
import { fileError } from "./file-errors.ts";
import { createFsBlobStore } from "./fs-blob-store.ts";

describeBlobStore("Files", async () => temporaryStore(true));
describeBlobStore("Files that need not be durable", async () => temporaryStore(false));

async function temporaryStore(durable: boolean) {
  const folder = await temporaryFolder();
  return {
    store: await createFsBlobStore(folder, { durable }),
    close: () => rm(folder, { recursive: true }),
  };
}

const temporaryFolder = (): Promise<string> => mkdtemp(join(tmpdir(), "darkroom-blobs-"));
const text = (value: string): Uint8Array => new TextEncoder().encode(value);

describe("A store of files", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await temporaryFolder();
  });
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  test("keeps a blob in a file of the same name, for the owner only", async () => {
    const store = await createFsBlobStore(join(folder, "new", "blobs"));
    await store.put("a/b", text("bytes"));
    expect(await readFile(join(folder, "new/blobs/a/b"), "utf8")).toBe("bytes");
    expect(await modeOf(join(folder, "new/blobs/a/b"))).toBe(0o600);
    expect(await modeOf(join(folder, "new/blobs/a"))).toBe(0o700);
    expect(await modeOf(join(folder, "new/blobs"))).toBe(0o700);
  });

  test("is the same store when it is opened again", async () => {
    await (await createFsBlobStore(folder)).put("a/b", text("bytes"));
    expect(await (await createFsBlobStore(folder)).head("a/b")).toEqual({ key: "a/b", size: 5 });
  });

  test("leaves no temporary file, whether a put ends well or not", async () => {
    const store = await createFsBlobStore(folder);
    await store.put("a", text("x"));
    await store.put("a", text("y"), { onlyIfAbsent: true });
    const failing = new ReadableStream<Uint8Array>({
      pull: () => {
        throw new Error("failed");
      },
    });
    await expect(store.put("b", failing)).rejects.toThrow("failed");
    expect(await filesBelow(folder)).toEqual(["a"]);
  });

  test("removes at its opening what a crash left half-written", async () => {
    await mkdir(join(folder, ".tmp"));
    await writeFile(join(folder, ".tmp", "half"), "half of a b");
    const store = await createFsBlobStore(folder);
    expect(await filesBelow(folder)).toEqual([]);
    expect((await store.list({ prefix: "" })).blobs).toEqual([]);
  });

  test("does not list what no key names: hidden files, links, files of other programs", async () => {
    const store = await createFsBlobStore(folder);
    await store.put("a/b", text("x"));
    await writeFile(join(folder, "a", ".DS_Store"), "");
    await writeFile(join(folder, "a", "not a key"), "");
    await symlink("b", join(folder, "a", "link"));
    expect((await store.list({ prefix: "" })).blobs).toEqual([{ key: "a/b", size: 1 }]);
  });

  test("removes emptied folders when it need not be durable, for a cache makes one per original", async () => {
    const store = await createFsBlobStore(folder, { durable: false });
    await store.put("derived/a/b/1", text("x"));
    await store.put("derived/a/c/1", text("x"));
    await store.delete("derived/a/b/1");
    expect(await readdir(join(folder, "derived/a"))).toEqual(["c"]);
    await store.delete("derived/a/c/1");
    expect(await readdir(folder)).toEqual([".tmp"]);
  });

  test.runIf(process.platform === "linux")("closes its files, however a body ends", async () => {
    const store = await createFsBlobStore(folder);
    await store.put("large", new Uint8Array(300_000));
    await store.put("small", new Uint8Array(300));
    const before = await openFiles();
    for (let round = 0; round < 20; round += 1) {
      const read = await store.get("large");
      await new Response(read?.body as ReadableStream<Uint8Array<ArrayBuffer>>).arrayBuffer();
      const cancelled = await store.get("large");
      await cancelled?.body.cancel();
      const halfRead = (await store.get("large"))?.body.getReader();
      await halfRead?.read();
      await halfRead?.cancel();
      // Never touched again: a small body holds no file.
      await store.get("small");
      await store.get("large-and-missing");
    }
    expect(await openFiles()).toBe(before);
  });

  test("fails the body of a file that was cut from outside, instead of ending it early", async () => {
    const store = await createFsBlobStore(folder);
    await store.put("large", new Uint8Array(300_000));
    const blob = await store.get("large");
    await writeFile(join(folder, "large"), "short");
    await expect(
      new Response(blob?.body as ReadableStream<Uint8Array<ArrayBuffer>>).arrayBuffer(),
    ).rejects.toThrow();
  });

  describe("says that it is unavailable", () => {
    const unavailable = { name: "StorageError", code: "store_unavailable" };

    test("when a file is where its folder should be", async () => {
      await writeFile(join(folder, "file"), "");
      await expect(createFsBlobStore(join(folder, "file"))).rejects.toMatchObject(unavailable);
      await expect(createFsBlobStore(join(folder, "file", "blobs"))).rejects.toMatchObject(unavailable);
    });

    test("when its folder was taken away, and works again when it is back", async () => {
      const store = await createFsBlobStore(folder);
      await rm(folder, { recursive: true });
      await expect(store.put("a/b", text("x"))).rejects.toMatchObject(unavailable);
      expect(await store.get("a/b")).toBeUndefined();
      await mkdir(join(folder, ".tmp"), { recursive: true });
      expect(await store.put("a/b", text("x"))).toBe(true);
    });

    test("when it cannot write, and leaves the old bytes", async () => {
      const store = await createFsBlobStore(folder);
      await store.put("a", text("old"));
      await rm(join(folder, ".tmp"), { recursive: true });
      await writeFile(join(folder, ".tmp"), "");
      await expect(store.put("a", text("new"))).rejects.toMatchObject(unavailable);
      expect(await store.head("a")).toEqual({ key: "a", size: 3 });
    });

    test.runIf(process.platform === "linux")("when the disk is full, with the reason", async () => {
      const full = await writeFile("/dev/full", "x").catch((error: unknown) => error);
      expect(fileError("Cannot write", full)).toMatchObject({
        ...unavailable,
        message: "Cannot write: the disk is full (ENOSPC).",
        cause: full,
      });
    });
  });

  test("killed while it writes, keeps all that it acknowledged and nothing half-written", async () => {
    for (const acknowledgements of [1, 3, 10, 30]) {
      const acknowledged = await killAfter(acknowledgements, folder);
      const store = await createFsBlobStore(folder);
      const listed = (await store.list({ prefix: "" })).blobs;
      expect(listed.map(({ key }) => key)).toEqual(expect.arrayContaining([...acknowledged]));
      for (const { key } of listed) {
        const bytes = await readFile(join(folder, key));
        expect(bytes.equals(Buffer.alloc(CRASH_BLOB, bytes[0]))).toBe(true);
      }
    }
  });
});

async function killAfter(acknowledgements: number, folder: string): Promise<readonly string[]> {
  const child = spawnChild("write-blobs.ts", [folder]);
  const exited = once(child, "exit");
  const keys: string[] = [];
  for await (const key of createInterface(child.stdout)) {
    keys.push(key);
    if (keys.length === acknowledgements) child.kill("SIGKILL");
  }
  await exited;
  expect(keys.length).toBeGreaterThanOrEqual(acknowledgements);
  return keys;
}

async function modeOf(path: string): Promise<number> {
  return (await stat(path)).mode & 0o777;
}

async function openFiles(): Promise<number> {
  return (await readdir("/proc/self/fd")).length;
}

async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}
