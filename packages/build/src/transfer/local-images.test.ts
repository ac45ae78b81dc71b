import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findLocalImages } from "./local-images.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "darkroom-images-"));
  for (const path of [
    "a/deep/b.JPG",
    "a/c.svgz",
    "a/notes.txt",
    "a/.hidden/d.png",
    "a/.e.png",
    "a/node_modules/f.png",
    "g.bin",
  ]) {
    await mkdir(join(folder, path, ".."), { recursive: true });
    await writeFile(join(folder, path), "12345");
  }
});
afterEach(() => rm(folder, { recursive: true }));

const find = async (...paths: readonly string[]) => {
  const { images, others } = await findLocalImages(paths, folder);
  return { paths: images.map(({ path }) => path), others };
};

test("a folder gives the images below it, by their paths from it, without what is hidden", async () => {
  expect(await find("a")).toEqual({ paths: ["c.svgz", "deep/b.JPG"], others: 1 });
  expect(await find(".")).toMatchObject({ paths: ["a/c.svgz", "a/deep/b.JPG"] });
  expect((await findLocalImages(["a"], folder)).images[0]).toEqual({
    file: join(folder, "a/c.svgz"),
    path: "c.svgz",
    size: 5,
  });
});

test("a file that is named itself is taken whatever its name, and once", async () => {
  expect(await find("g.bin", "a/.e.png", "./g.bin")).toEqual({ paths: [".e.png", "g.bin"], others: 0 });
  expect(await find("a", "a/deep/b.JPG")).toMatchObject({ paths: ["c.svgz", "deep/b.JPG"] });
});

test("links lead to files, never round in circles", async () => {
  await symlink("..", join(folder, "a/circle.png"));
  await symlink("deep/b.JPG", join(folder, "a/link.jpg"));
  expect(await find("a")).toMatchObject({ paths: ["c.svgz", "deep/b.JPG", "link.jpg"] });
});

test("what is not there is said", async () => {
  await expect(find("nothing")).rejects.toMatchObject({
    code: "file_unusable",
    message: expect.stringMatching(/nothing cannot be read: no such file or directory\.$/) as string,
  });
});
