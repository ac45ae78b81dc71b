import type { ImageFacts } from "@darkroom/core";
import { describe, expect, test } from "vitest";
import type { BlobStore } from "./blob-store.ts";
import { collectAbandoned } from "./collector.ts";
import { createMemoryBlobStore } from "./memory-blob-store.ts";
import { createMemoryRecordStore } from "./memory-record-store.ts";
import type { NewImageRecord, RecordStore } from "./record-store.ts";

const HOUR = 3_600_000;
const BYTES = new Uint8Array([1, 2, 3]);

interface House {
  readonly records: RecordStore;
  readonly blobs: BlobStore;
}

const house = (): House => ({ records: createMemoryRecordStore(), blobs: createMemoryBlobStore() });

/** An upload that got as far as its bytes. */
async function begin({ records, blobs }: House, blobKey: string, begun: number): Promise<void> {
  await records.beginUpload({ blobKey, begun });
  await blobs.put(blobKey, BYTES);
}

async function complete({ records }: House, blobKey: string): Promise<void> {
  await records.insertImage(recordOf(blobKey));
}

async function keys({ blobs }: House): Promise<readonly string[]> {
  return (await blobs.list({ prefix: "" })).blobs.map(({ key }) => key);
}

describe("the collector", () => {
  test("removes what an upload left behind, an hour later and not before", async () => {
    const at = house();
    await begin(at, "left", 1000);
    const early = await collectAbandoned({ ...at, now: () => 1000 + HOUR });
    expect(early).toEqual({ removed: 0, spared: 0, failures: [] });
    expect(await keys(at)).toEqual(["left"]);
    const late = await collectAbandoned({ ...at, now: () => 1001 + HOUR });
    expect(late).toEqual({ removed: 1, spared: 0, failures: [] });
    expect(await keys(at)).toEqual([]);
    expect(await at.records.listAbandoned(Infinity, 10)).toEqual([]);
  });

  test("removes the blob of a deleted image at once", async () => {
    const at = house();
    await begin(at, "one", 5 * HOUR);
    await complete(at, "one");
    await at.records.deleteImage("account", "one");
    await collectAbandoned({ ...at, now: () => 5 * HOUR });
    expect(await keys(at)).toEqual([]);
  });

  test("leaves alone what records name, and what neither names", async () => {
    const at = house();
    await begin(at, "one", 0);
    await complete(at, "one");
    // As after the database was restored from an older backup.
    await at.blobs.put("newer-than-the-backup", BYTES);
    await collectAbandoned({ ...at, now: () => 100 * HOUR });
    expect(await keys(at)).toEqual(["newer-than-the-backup", "one"]);
  });

  test("spares an upload that is completed while it looks", async () => {
    const at = house();
    await begin(at, "slow", 0);
    const listAbandoned: RecordStore["listAbandoned"] = async (before, limit) => {
      const entries = await at.records.listAbandoned(before, limit);
      await complete(at, "slow");
      return entries;
    };
    const collection = await collectAbandoned({
      records: { ...at.records, listAbandoned },
      blobs: at.blobs,
      now: () => 2 * HOUR,
    });
    expect(collection).toEqual({ removed: 0, spared: 1, failures: [] });
    expect(await keys(at)).toEqual(["slow"]);
  });

  test("never leaves a record without its bytes: an upload is refused once its removal began", async () => {
    const at = house();
    await begin(at, "slow", 0);
    let outcome: unknown;
    const remove = async (key: string): Promise<void> => {
      await at.blobs.delete(key);
      outcome = await complete(at, "slow").catch((error: unknown) => error);
    };
    await collectAbandoned({
      records: at.records,
      blobs: { ...at.blobs, delete: remove },
      now: () => 2 * HOUR,
    });
    expect(outcome).toMatchObject({ code: "upload_expired" });
    expect(await at.records.countImages("account")).toBe(0);
  });

  test("goes on after a blob that cannot be removed, and tries that one again next time", async () => {
    const at = house();
    for (const key of ["a", "b", "c"]) await begin(at, key, 0);
    const failure = new Error("cannot remove b");
    const remove = async (key: string): Promise<void> => {
      if (key === "b") throw failure;
      await at.blobs.delete(key);
    };
    const first = await collectAbandoned({
      records: at.records,
      blobs: { ...at.blobs, delete: remove },
      now: () => 2 * HOUR,
    });
    expect(first).toEqual({ removed: 2, spared: 0, failures: [failure] });
    expect(await keys(at)).toEqual(["b"]);
    expect(await collectAbandoned({ ...at, now: () => 2 * HOUR })).toMatchObject({ removed: 1 });
    expect(await keys(at)).toEqual([]);
  });

  test("looks at no more than its limit, the oldest first", async () => {
    const at = house();
    for (const [key, begun] of [
      ["a", 3],
      ["b", 1],
      ["c", 2],
    ] as const)
      await begin(at, key, begun);
    expect(await collectAbandoned({ ...at, now: () => 2 * HOUR, limit: 2 })).toMatchObject({ removed: 2 });
    expect(await keys(at)).toEqual(["a"]);
  });
});

function recordOf(blobKey: string): NewImageRecord {
  return {
    account: "account",
    id: blobKey,
    blobKey,
    sha256: "00".repeat(32),
    size: BYTES.length,
    mediaType: "image/png",
    facts: {} as ImageFacts,
    placeholder: null,
    filename: "",
    creator: null,
    meta: {},
    requireSignedURLs: false,
    uploaded: 0,
  };
}
