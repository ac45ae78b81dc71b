import { expect, test } from "vitest";
import { fileProblem, idOf, idProblem, limitSentences, readMetadata } from "./rules.ts";

const LIMITS = { uploadBytes: 25 * 1024 ** 2, side: 12_000, pixels: 100_000_000 };

test.each([
  [{ name: "a.jpg", type: "image/jpeg", size: 10 }, undefined],
  [{ name: "a", type: "", size: 10 }, undefined],
  [{ name: "a.jpg", type: "image/jpeg", size: 0 }, "empty"],
  [{ name: "a.jpg", type: "image/jpeg", size: 26 * 1024 ** 2 }, "at most 25 MiB"],
  [{ name: "a.pdf", type: "application/pdf", size: 10 }, "not an image"],
  [{ name: "a.HEIC", type: "image/heic", size: 10 }, "HEIC"],
])("%o is refused before it is sent when the server would refuse it", (file, problem) => {
  if (problem === undefined) expect(fileProblem(file, LIMITS)).toBeUndefined();
  else expect(fileProblem(file, LIMITS)).toContain(problem);
});

test("ids come from the server, the name, or the folders", () => {
  const chosen = { file: new File([], "1.jpg"), path: "beach/1.jpg" };
  expect(idOf(chosen, "generated", "x/")).toBe("");
  expect(idOf(chosen, "name", "2026/")).toBe("2026/1.jpg");
  expect(idOf(chosen, "path", "")).toBe("beach/1.jpg");
});

test("an id that the server would refuse is explained", () => {
  expect(idProblem("")).toBeUndefined();
  expect(idProblem("summer/1.jpg")).toBeUndefined();
  expect(idProblem("/1.jpg")).toContain("no slash at the start");
  expect(idProblem("00000000-0000-4000-8000-000000000000")).toContain("UUID");
});

test("metadata is an object of at most 1,024 bytes", () => {
  expect(readMetadata(" ")).toEqual({ value: {} });
  expect(readMetadata('{"a":[1]}')).toEqual({ value: { a: [1] } });
  for (const text of ["{", "[]", "null", `{"a":"${"é".repeat(512)}"}`]) {
    expect(readMetadata(text)).toHaveProperty("problem");
  }
});

test("the limits are told as the server has them", () => {
  expect(limitSentences(LIMITS)[1]).toBe(
    "At most 25 MiB a file, 12,000 pixels a side and 100 megapixels in all.",
  );
});
