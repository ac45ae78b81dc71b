import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createPipeline, drawThumbHash } from "@darkroom/core";
import { allCodecs } from "@darkroom/threads";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { buildVariants, type BuildOptions, type BuildResult } from "./build-variants.ts";
import type { Manifest } from "./manifest.ts";

const FIXTURES = new URL("../../../test/fixtures/", import.meta.url);
const LONG_AGO = new Date("2026-01-01T00:00:00Z");
const THUMB = { thumb: { width: 40, height: 30, fit: "cover", format: "webp" } } as const;

const pipeline = createPipeline(allCodecs());
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "darkroom-build-"));
  await place("photos/adobe-rgb-600.jpg", "images/a.jpg");
  await place("png/palette-transparent.png", "images/deep/b.png");
});
afterEach(() => rm(folder, { recursive: true }));

/** Copies a fixture, as a file that was not changed for a while. */
async function place(fixture: string, path: string): Promise<void> {
  const file = join(folder, path);
  await mkdir(dirname(file), { recursive: true });
  await copyFile(new URL(fixture, FIXTURES), file);
  await utimes(file, LONG_AGO, LONG_AGO);
}

function build(options: Partial<BuildOptions> = {}): Promise<BuildResult> {
  return buildVariants({
    folder,
    input: "images/**/*.{jpg,png}",
    root: "images",
    output: "out",
    variants: THUMB,
    threads: 1,
    ...options,
  });
}

async function manifest(): Promise<Manifest> {
  return JSON.parse(await readFile(join(folder, "out/manifest.json"), "utf8")) as Manifest;
}

async function outputs(): Promise<string[]> {
  const entries = await readdir(join(folder, "out"), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(join(folder, "out/").length))
    .toSorted();
}

describe("a build", () => {
  test("writes every variant of every image below the output, and a manifest that is true of them", async () => {
    const result = await build();
    expect(result.failures).toEqual([]);
    expect(await outputs()).toEqual(["a.thumb.webp", "deep/b.thumb.webp", "manifest.json"]);
    const { images } = await manifest();
    expect(Object.keys(images)).toEqual(["a.jpg", "deep/b.png"]);
    expect(images["a.jpg"]).toMatchObject({ width: 600, height: 322, format: "jpeg" });
    for (const { files } of Object.values(images)) {
      for (const file of files) {
        const bytes = new Uint8Array(await readFile(join(folder, "out", file.path)));
        expect(await pipeline.inspect(bytes)).toMatchObject({ format: "webp", width: 40, height: 30 });
        expect(file).toMatchObject({ variant: "thumb", width: 40, height: 30, bytes: bytes.length });
        expect(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex()).toBe(file.sha256);
      }
    }
  });

  test("makes of an open format all that a server would answer with, and one file where that is the same", async () => {
    await place("gif/animated-loop-3.gif", "images/c.gif");
    await build({ input: "images/**/*", variants: { small: { width: 64 } } });
    expect(await outputs()).toEqual([
      "a.small.avif",
      "a.small.jpg",
      "a.small.webp",
      "c.small.gif",
      "deep/b.small.avif",
      "deep/b.small.png",
      "deep/b.small.webp",
      "manifest.json",
    ]);
  });

  test("makes the formats that are asked for, and a variant that knows devices once for each", async () => {
    await build({ input: "images/a.jpg", only: ["default", "thumb"], formats: ["webp"] });
    expect(await outputs()).toEqual([
      "a.default-desktop.webp",
      "a.default-mobile.webp",
      "a.default-tablet.webp",
      "a.thumb.webp",
      "manifest.json",
    ]);
  });

  test("tells how a picture looks: its colour, and a tiny picture of its shape", async () => {
    await build();
    const { colour, placeholder } = (await manifest()).images["a.jpg"]!;
    expect(colour).toMatch(/^#[0-9a-f]{6}$/);
    const [head, base64] = placeholder!.split(",");
    expect(head).toBe("data:image/webp;base64");
    expect(placeholder!.length).toBeLessThan(400);
    expect(await pipeline.inspect(Uint8Array.fromBase64(base64!))).toMatchObject({ width: 16, height: 9 });
    await build({ placeholders: false });
    expect((await manifest()).images["a.jpg"]).not.toHaveProperty("placeholder");
    const { images, work } = await build({ placeholders: "thumbhash" });
    expect(work).toMatchObject({ read: 0, computed: 0 });
    const { thumbHash, ...image } = images.get("a.jpg")!;
    expect(image).toMatchObject({ colour });
    expect(image).not.toHaveProperty("placeholder");
    const drawn = drawThumbHash(Uint8Array.fromBase64(thumbHash!));
    expect(drawn).toMatchObject({ width: 32, height: 18 });
  });

  test("goes on when an image fails, and says which and why", async () => {
    await place("hostile/corrupt-header.jpg", "images/broken.jpg");
    await writeFile(join(folder, "images/text.png"), "no image");
    const { failures } = await build();
    expect(failures).toMatchObject([
      { path: "broken.jpg", code: "image_corrupt" },
      { path: "text.png", code: "image_unrecognised" },
    ]);
    expect(Object.keys((await manifest()).images)).toEqual(["a.jpg", "deep/b.png"]);
  });

  test("refuses to write two images to one file, and says which they are", async () => {
    await place("png/basn2c08.png", "images/a.png");
    const { failures } = await build();
    // Always the second by name, whichever is ready sooner.
    expect(failures).toMatchObject([{ path: "a.png", output: "a.thumb.webp", code: "output_taken" }]);
    expect(failures[0]!.message).toContain("a.thumb.webp is made of a.jpg already.");
    expect((await manifest()).images["a.png"]!.files).toEqual([]);
  });

  test("stops with the reason of the signal, and takes up where it stopped", async () => {
    const controller = new AbortController();
    const reason = new Error("enough");
    const onProgress = (): void => controller.abort(reason);
    await expect(build({ signal: controller.signal, onProgress })).rejects.toBe(reason);
    expect((await build()).images.size).toBe(2);
  });
});

describe("a second build", () => {
  test("neither reads nor computes anything while nothing has changed", async () => {
    const first = await build();
    expect(first.work).toMatchObject({ read: 2, computed: 2, unchanged: 0 });
    const before = await readFile(join(folder, "out/manifest.json"), "utf8");
    // Had it looked into the files, it would have failed.
    for (const path of ["images/a.jpg", "images/deep/b.png"]) {
      const file = join(folder, path);
      await writeFile(file, new Uint8Array((await stat(file)).size));
      await utimes(file, LONG_AGO, LONG_AGO);
    }
    await rm(join(folder, ".cache/darkroom/derived"), { recursive: true });
    const second = await build();
    expect(second.failures).toEqual([]);
    expect(second.work).toEqual({ read: 0, computed: 0, fromCache: 0, unchanged: 2 });
    expect(await readFile(join(folder, "out/manifest.json"), "utf8")).toBe(before);
  });

  test("makes anew what has changed, and nothing else", async () => {
    await build();
    await place("orientation/portrait_6.jpg", "images/a.jpg");
    expect((await build()).work).toEqual({ read: 1, computed: 1, fromCache: 0, unchanged: 1 });
    expect((await manifest()).images["a.jpg"]).toMatchObject({ width: 400, height: 600 });
  });

  test("reads a file anew that may have changed within a tick of the clock", async () => {
    const now = (): number => LONG_AGO.getTime() + 5;
    await build({ now });
    expect((await build({ now })).work).toMatchObject({ read: 2, computed: 0, unchanged: 2 });
  });

  test("takes from the cache what was deleted, touched by others, or made for another place", async () => {
    await build();
    await rm(join(folder, "out/a.thumb.webp"));
    await writeFile(join(folder, "out/deep/b.thumb.webp"), "changed by hand");
    expect((await build()).work).toEqual({ read: 0, computed: 0, fromCache: 2, unchanged: 0 });
    expect((await build({ output: "elsewhere" })).work).toMatchObject({ computed: 0, fromCache: 2 });
  });

  test("computes anew what the cache lost half of", async () => {
    await build();
    await rm(join(folder, "out"), { recursive: true });
    const cache = join(folder, ".cache/darkroom/derived");
    for (const entry of await readdir(cache, { recursive: true, withFileTypes: true })) {
      if (entry.isFile()) await writeFile(join(entry.parentPath, entry.name), new Uint8Array(100));
    }
    expect((await build()).work).toMatchObject({ computed: 2, fromCache: 0 });
  });

  test("only names what is stale, until it is told to remove it", async () => {
    await build();
    await rm(join(folder, "images/a.jpg"));
    expect(await build()).toMatchObject({ stale: ["a.thumb.webp"], removed: [] });
    expect(await build()).toMatchObject({ stale: ["a.thumb.webp"], removed: [] });
    expect(await build({ prune: true })).toMatchObject({ stale: [], removed: ["a.thumb.webp"] });
    expect(await outputs()).toEqual(["deep/b.thumb.webp", "manifest.json"]);
  });

  test("never removes what somebody changed, or what belongs to an image that failed", async () => {
    await build();
    await writeFile(join(folder, "images/deep/b.png"), "broken now");
    await rm(join(folder, "images/a.jpg"));
    await writeFile(join(folder, "out/a.thumb.webp"), "precious");
    expect(await build({ prune: true })).toMatchObject({ stale: ["a.thumb.webp"], removed: [] });
    expect(await outputs()).toEqual(["a.thumb.webp", "deep/b.thumb.webp", "manifest.json"]);
  });

  test("reads all anew when its notes are damaged", async () => {
    await build();
    const entries = await readdir(join(folder, ".cache/darkroom"));
    const notes = entries.find((name) => name.endsWith(".json"));
    await writeFile(join(folder, ".cache/darkroom", notes!), '{"shape":1,"revision":');
    expect((await build()).work).toMatchObject({ read: 2, computed: 0, fromCache: 2 });
  });
});

describe("settings", () => {
  test.each([
    [{ ouput: "x" }, 'There is no setting "ouput". Did you mean `output`?'],
    [{ threads: 0 }, "Expected a whole number from 1 to 256 for `threads` but received 0."],
    [{ formats: ["jpg"] }, "for `formats` but received a list"],
    [{ only: ["thum"] }, 'There is no variant "thum". Did you mean `thumb`?'],
    [
      { variants: { thumb: { widht: 40 } } },
      'Variant `thumb`: There is no option "widht". Did you mean `width`?',
    ],
    [{ variants: { thumb: { blur: 3 } } }, "that Darkroom does not build yet"],
    [{ variants: { "a b": {} } }, 'for `variant name` but received "a b"'],
    [{ variants: undefined }, "There is nothing to build without `variants`."],
    [{ input: "pictures/*.jpg" }, 'No file matches "pictures/*.jpg"'],
    [{ root: "elsewhere" }, "Expected files below the root"],
  ])("%o are refused with a sentence", async (wrong, sentence) => {
    await expect(build(wrong as Partial<BuildOptions>)).rejects.toThrow(sentence);
  });
});
