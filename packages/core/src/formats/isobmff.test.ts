import { describe, expect, test } from "vitest";
import { boxesOf, boxOf, fieldsOf, fullBoxOf, joined, text, u16, u32, u8 } from "./isobmff.ts";

function typesOf(bytes: Uint8Array): string[] {
  return [...boxesOf(bytes, 0, bytes.length)].map(({ type }) => type);
}

describe("boxes", () => {
  test("are found one after the other, and their content where it is", () => {
    const bytes = joined(boxOf("free"), boxOf("mdat", u8(1, 2, 3)), fullBoxOf("pitm", { flags: 1 }, u16(7)));
    const boxes = [...boxesOf(bytes, 0, bytes.length)];
    expect(boxes.map(({ type, start, content, end }) => [type, start, content, end])).toEqual([
      ["free", 0, 8, 8],
      ["mdat", 8, 16, 19],
      ["pitm", 19, 27, 33],
    ]);
  });

  test("may have a size of 64 bits, and the last may have none", () => {
    const large = joined(u32(1), text("mdat"), u32(0, 17), u8(9));
    const open = joined(u32(0), text("free"), u8(1, 2));
    expect([...boxesOf(joined(large, open), 0, 27)]).toMatchObject([
      { type: "mdat", content: 16, end: 17 },
      { type: "free", content: 25, end: 27 },
    ]);
  });

  test("shorter than their header are refused", () => {
    expect(() => typesOf(joined(u32(7), text("free")))).toThrow(/'free' is shorter/);
    expect(() => typesOf(joined(u32(1), text("free"), u32(0, 15)))).toThrow(/'free' is shorter/);
    expect(() => typesOf(joined(u32(1), text("free"), u32(0)))).toThrow(/'free' is cut short/);
  });

  test("longer than the room they stand in are refused, or marked where a reader can do without the rest", () => {
    const bytes = joined(u32(100), text("mdat"), u8(1, 2));
    expect(() => typesOf(bytes)).toThrow(/'mdat' is longer/);
    expect([...boxesOf(bytes, 0, bytes.length, "mark")]).toMatchObject([
      { type: "mdat", end: 10, cut: true },
    ]);
    expect(() => typesOf(joined(u32(1), text("mdat"), u32(0xffffffff, 0)))).toThrow(/beyond any file/);
  });

  test("by the hundred thousand are refused", () => {
    expect(() => typesOf(new Uint8Array(8 * 100_000).fill(8).map((_, at) => (at % 8 === 3 ? 8 : 0)))).toThrow(
      /more than 65536 boxes/,
    );
  });
});

describe("fields", () => {
  test("are read in order, up to the end of the box and not beyond", () => {
    const bytes = boxOf("test", u8(1), u16(2), u32(3), u32(0, 4), text("name"), u32(0xffffffff));
    const [box] = boxesOf(bytes, 0, bytes.length);
    if (box === undefined) throw new Error("no box");
    const fields = fieldsOf(joined(bytes, u32(5)), box);
    expect([1, 2, 4, 8, 0].map((size) => fields.uint(size))).toEqual([1, 2, 3, 4, 0]);
    expect(fields.fourCc()).toBe("name");
    expect(fields.int32()).toBe(-1);
    expect(fields.remaining()).toBe(0);
    expect(() => fields.uint(1)).toThrow(/'test' is cut short/);
    expect(() => fields.skip(1)).toThrow(/'test' is cut short/);
  });
});
