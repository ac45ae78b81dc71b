import { describe, expect, test } from "vitest";
import type { ServerApi } from "../server/server-api.ts";
import { ServerRefusal } from "../server/server-refusal.ts";
import { createImageLookup, type NewImage } from "./image-lookup.ts";

const IMAGES = [
  { id: "a/b.jpg", filename: "b.jpg", requireSignedURLs: false, original: { sha256: "one" } },
  { id: "other", filename: "not b.jpg", requireSignedURLs: false, original: { sha256: "two" } },
  { id: "made", filename: "c.jpg", requireSignedURLs: true, original: { sha256: "three" } },
] as const;

/** A server with these images among `current`, and the paths that it was asked. */
function startServer(current: number) {
  const asked: string[] = [];
  const api: ServerApi = {
    origin: "http://s",
    async ask<Result>(_method: string, path: string) {
      asked.push(path);
      const url = new URL(path.replace("accounts/acme/", ""), "http://s");
      return answerTo(url, current) as Result;
    },
    download: () => Promise.reject(new Error("Nothing is to be downloaded.")),
  };
  return { api, asked };
}

function answerTo({ pathname, searchParams }: URL, current: number): unknown {
  if (pathname === "/images/v1/stats") return { count: { current, allowed: 1e6 } };
  const search = searchParams.get("search") ?? "";
  if (pathname === "/darkroom/v1/images")
    return {
      images: IMAGES.filter(({ id, filename }) => (id + filename).includes(search)),
      continuation_token: null,
    };
  const image = IMAGES.find(({ id }) => pathname === `/darkroom/v1/images/${encodeURIComponent(id)}`);
  if (image === undefined)
    throw new ServerRefusal("http://s", { status: 404, codes: [5404], reason: "Image not found." });
  return image;
}

const image = (part: Partial<NewImage>): NewImage => ({
  id: undefined,
  filename: "b.jpg",
  sha256: "one",
  isPrivate: false,
  ...part,
});

describe.each([
  ["by the list, where that takes fewer requests", 2000, 2],
  ["one after the other, where the list is long", 2001, 2],
])("images are looked for %s", (_how, current, count) => {
  const lookup = async () => createImageLookup(startServer(current).api, "acme", count);

  test.each<[string, Partial<NewImage>, boolean]>([
    ["of its name and bytes", {}, true],
    ["of its name, with other bytes", { sha256: "two" }, false],
    ["of its bytes, with another name", { filename: "x.jpg" }, false],
    ["of its name, which others can see", { filename: "c.jpg", sha256: "three" }, false],
    ["that is as private", { filename: "c.jpg", sha256: "three", isPrivate: true }, true],
    ["of its id", { id: "a/b.jpg", filename: "elsewhere.jpg" }, true],
    ["of an id that is free", { id: "free" }, false],
  ])("and one %s", async (_what, part, expected) => {
    expect(await (await lookup())(image(part))).toBe(expected);
  });

  test.each<[Partial<NewImage>, string]>([
    [{ id: "other" }, "There is an image of the id other, with other bytes."],
    [{ id: "made", sha256: "three" }, "There is an image of the id made, which differs in who may see it."],
  ])("and one whose id is another's is refused, %#", async (part, sentence) => {
    await expect((await lookup())(image(part))).rejects.toMatchObject({
      code: "server_refused",
      message: sentence,
    });
  });
});

test("the whole list is read for many images, and not for few", async () => {
  const many = startServer(2000);
  await createImageLookup(many.api, "acme", 2);
  expect(many.asked).toHaveLength(2);
  const few = startServer(100_000);
  const lookup = await createImageLookup(few.api, "acme", 1);
  await lookup(image({}));
  expect(few.asked).toEqual([
    "accounts/acme/images/v1/stats",
    "accounts/acme/darkroom/v1/images?per_page=1000&search=b.jpg",
  ]);
});
