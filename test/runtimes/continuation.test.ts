import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { upload } from "../harness/client.ts";
import { RUNTIMES } from "../harness/runtimes.ts";
import { seedRecords } from "../harness/seeded-records.ts";
import { CREDENTIALS, startProcess, type ServedProcess } from "../harness/served-process.ts";
import { temporaryFolder, type TemporaryFolder } from "../harness/temporary-folder.ts";

/** One opaque pixel. */
const PIXEL = Uint8Array.fromBase64(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
);
const IMAGES = 1000;

interface Page {
  readonly images: readonly { readonly id: string }[];
  readonly continuation_token: string | null;
}

describe.each(RUNTIMES)("$name", (runtime) => {
  let folder: TemporaryFolder;
  let server: ServedProcess;
  /** The images that are there before anything is listed, oldest first. */
  let kept: readonly string[];

  beforeAll(async () => {
    folder = await temporaryFolder();
    const data = join(folder.path, "data");
    const ids = Array.from({ length: IMAGES }, (_, index) => `seed-${index}`);
    await (await startProcess(data, CREDENTIALS, runtime)).stop();
    await seedRecords(data, CREDENTIALS.DARKROOM_ACCOUNT, ids);
    server = await startProcess(data, CREDENTIALS, runtime);
    kept = (await get<Page>("v1?per_page=10000")).images.map(({ id }) => id).toReversed();
    // The server starts twice.
  }, 110_000);
  afterAll(async () => {
    await server?.[Symbol.asyncDispose]();
    await folder?.[Symbol.asyncDispose]();
  });

  async function store(id: string): Promise<void> {
    const { status, body } = await upload(server, PIXEL, { id });
    if (status !== 200) throw new Error(`The upload was refused with ${status}: ${JSON.stringify(body)}`);
  }

  async function get<Result>(address: string): Promise<Result> {
    const images = server.api.replace(/v1$/, "");
    const response = await fetch(images + address, { headers: server.tokenHeaders });
    return ((await response.json()) as { result: Result }).result;
  }

  /** Every page of a list. Between each two, `meanwhile` does something with what was listed so far. */
  async function listAll(
    query: string,
    meanwhile: (listed: readonly string[]) => Promise<void>,
  ): Promise<readonly string[]> {
    const listed: string[] = [];
    let token: string | null = null;
    do {
      const page: Page = await get(`v2?${query}${token === null ? "" : `&continuation_token=${token}`}`);
      listed.push(...page.images.map(({ id }) => id));
      token = page.continuation_token;
      await meanwhile(listed);
    } while (token !== null);
    return listed;
  }

  /** Adds images one after the other until it is stopped; `added` are the ids of those that are stored. */
  function keepAdding(name: string) {
    const added: string[] = [];
    let stopped = false;
    const add = async (): Promise<void> => {
      const id = `${name}-${added.length}`;
      await store(id);
      added.push(id);
    };
    const first = add();
    const work = first.then(async () => {
      while (!stopped) await add();
    });
    return {
      added,
      first,
      async stop(): Promise<void> {
        stopped = true;
        await work;
      },
    };
  }

  describe(`a list of ${IMAGES} images by continuation tokens`, () => {
    test("has all of them before anybody else is there", () => {
      expect(new Set(kept).size).toBe(IMAGES);
      expect(kept).toHaveLength(IMAGES);
    });

    test("has each once and in order, newest first, while others are being added", async () => {
      const adding = keepAdding("newest");
      const listed = await listAll("per_page=37", () => adding.first);
      await adding.stop();
      expect(new Set(listed).size).toBe(listed.length);
      // What is added after the first page is newer than every page that follows.
      expect(listed.slice(-IMAGES)).toEqual(kept.toReversed());
    });

    test("has each once and in order, oldest first, and then those that are being added", async () => {
      const adding = keepAdding("oldest");
      let [beforeLast, beforeNext] = [0, 0];
      const listed = await listAll("per_page=37&sort_order=asc", async (soFar) => {
        await adding.first;
        [beforeLast, beforeNext] = [beforeNext, adding.added.length];
        // Before the list would have to run after what is added for ever.
        if (soFar.length >= IMAGES) await adding.stop();
      });
      await adding.stop();
      expect(new Set(listed).size).toBe(listed.length);
      expect(listed.slice(0, IMAGES)).toEqual(kept);
      const alsoListed = listed.filter((id) => id.startsWith("oldest-"));
      // All that was stored before the last page was asked for, and nothing left out between.
      expect(beforeLast).toBeGreaterThan(0);
      expect(alsoListed.length).toBeGreaterThanOrEqual(beforeLast);
      expect(alsoListed).toEqual(adding.added.slice(0, alsoListed.length));
    });

    test("has each that stays, once and in order, while others are deleted before and behind", async () => {
      const adding = keepAdding("later");
      const gone = new Set<string>();
      const remove = async (id: string | undefined): Promise<void> => {
        if (id === undefined || gone.has(id)) return;
        gone.add(id);
        const options = { method: "DELETE", headers: server.tokenHeaders };
        expect((await fetch(`${server.api}/${id}`, options)).status).toBe(200);
      };
      const missed = new Set<string>();
      const listed = await listAll("per_page=50&sort_order=asc", async (soFar) => {
        const at = kept.indexOf(soFar.at(-1)!);
        if (at < 0) {
          await adding.stop();
          return;
        }
        // The last one of the page, on which the next page would rest, and some that it would begin with.
        for (const id of [kept[at], kept[at - 20]]) await remove(id);
        for (const id of [kept[at + 1], kept[at + 2], kept[at + 30]]) {
          if (id !== undefined) missed.add(id);
          await remove(id);
        }
      });
      await adding.stop();
      expect(gone.size).toBeGreaterThan(50);
      expect(new Set(listed).size).toBe(listed.length);
      expect(listed.filter((id) => kept.includes(id))).toEqual(kept.filter((id) => !missed.has(id)));
    });
  });
});
