import { describe, expect, test } from "vitest";
import { isOptionName, OPTION_PARTS, OPTIONS, type OptionName, type OptionRow } from "./options.ts";

const ROWS = Object.entries(OPTIONS) as [OptionName, OptionRow][];

function named(built: boolean): OptionName[] {
  return ROWS.filter(([, row]) => row.built === built).map(([name]) => name);
}

describe("the option table", () => {
  test("knows every option of Cloudflare Images and builds these", () => {
    expect(named(true)).toEqual([
      "background",
      "dpr",
      "fit",
      "format",
      "gravity",
      "height",
      "metadata",
      "quality",
      "width",
    ]);
    expect(named(false)).toEqual([
      "anim",
      "blur",
      "border",
      "brightness",
      "compression",
      "contrast",
      "draw",
      "flip",
      "gamma",
      "onerror",
      "origin-auth",
      "rotate",
      "saturation",
      "segment",
      "sharpen",
      "slow-connection-quality",
      "trim",
      "upscale",
      "zoom",
    ]);
  });

  test("has the aliases and defaults of the documentation", () => {
    const aliases = ROWS.flatMap(([name, row]) => row.aliases.map((alias) => [alias, name]));
    expect(Object.fromEntries(aliases)).toEqual({
      f: "format",
      g: "gravity",
      h: "height",
      q: "quality",
      w: "width",
      scq: "slow-connection-quality",
      "face-zoom": "zoom",
    });
    const defaults = ROWS.filter(([, row]) => row.default !== undefined).map(([name, row]) => [
      name,
      row.default,
    ]);
    expect(Object.fromEntries(defaults)).toEqual({
      dpr: 1,
      fit: "scale-down",
      format: "auto",
      gravity: { x: 0.5, y: 0.5 },
      metadata: "none",
      quality: 85,
    });
  });

  test("gives no name two meanings", () => {
    const names = ROWS.flatMap(([name, row]) => [name, ...row.aliases]).concat(...OPTION_PARTS.keys());
    expect(new Set(names).size).toBe(names.length);
  });

  test.each(ROWS)("%s has a description in one sentence and reads the default that it states", (_, row) => {
    expect(row.doc).toMatch(/^[A-Z].*\.$/);
    expect(row.kind.what).not.toBe("");
    if (row.default === undefined) return;
    expect(row.kind.readText(row.kind.toText(row.default))).toEqual({ value: row.default });
    expect(row.kind.readJson(row.kind.toJson(row.default))).toEqual({ value: row.default });
  });

  test("describes JSON for API references", () => {
    expect(OPTIONS.width.kind.schema).toEqual({ type: "integer", minimum: 1, maximum: 65_535 });
    expect(OPTIONS.quality.kind.schema).toEqual({
      anyOf: [
        { type: "integer", minimum: 1, maximum: 100 },
        { enum: ["high", "medium-high", "medium-low", "low"] },
      ],
    });
    expect(OPTIONS.metadata.kind).toMatchObject({
      schema: { enum: ["none"] },
      unbuilt: ["copyright", "keep"],
    });
  });

  test("does not take inherited properties for options", () => {
    expect(isOptionName("fit")).toBe(true);
    expect(isOptionName("toString")).toBe(false);
    expect(isOptionName("__proto__")).toBe(false);
  });
});
