import { describe, expect, test } from "vitest";
import { ConfigError, readConfig, SETTINGS } from "./config.ts";

function problemsOf(environment: Record<string, string>): readonly string[] {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe("configuration", () => {
  test("needs nothing", () => {
    expect(readConfig({})).toMatchObject({
      port: 8787,
      host: "127.0.0.1",
      data: "./data",
      maxUploadBytes: 26_214_400,
    });
  });

  test("takes sizes with and without units", () => {
    const sizeOf = (text: string) => readConfig({ DARKROOM_MAX_UPLOAD: text }).maxUploadBytes;
    expect(["2000", "2KiB", "1.5MB", "10 MiB"].map(sizeOf)).toEqual([2000, 2048, 1_500_000, 10_485_760]);
  });

  test("an empty value is an unset one", () => {
    expect(readConfig({ PORT: "", DARKROOM_PUBLIC_URL: "" })).toMatchObject({
      port: 8787,
      publicUrl: undefined,
    });
  });

  test("reports every problem at once, with name, value and what was expected", () => {
    const problems = problemsOf({
      PORT: "70000",
      DARKROOM_CACHE: "lots",
      DARKROOM_API_SHAPE: "v2",
      DARKROOM_DATTA: "x",
    });
    expect(problems).toHaveLength(4);
    expect(problems[0]).toBe(
      'Expected a port number from 0 (any free one) to 65535 for `PORT` but received "70000".',
    );
    expect(problems.join("\n")).toMatch(/DARKROOM_CACHE[^]*"lots"[^]*/);
    expect(problems.at(-1)).toContain("`DARKROOM_DATTA` is no setting of Darkroom");
  });

  test("never repeats a secret", () => {
    const [problem] = problemsOf({ DARKROOM_AUTH_KEY: "short secret" });
    expect(problem).toContain("DARKROOM_AUTH_KEY");
    expect(problem).not.toContain("short secret");
  });

  test.each([
    ["DARKROOM_PUBLIC_URL", "https://images.example.com/path"],
    ["DARKROOM_PUBLIC_URL", "ftp://images.example.com"],
    ["DARKROOM_PUBLIC_URL", "https://user:secret@images.example.com"],
    ["DARKROOM_ACCOUNT", "a/b"],
    ["DARKROOM_ACCOUNT_HASH", "too-short"],
    ["DARKROOM_TRUST_PROXY", "yes"],
    ["DARKROOM_WORKERS", "0"],
    ["DARKROOM_QUEUE", "1.5"],
    ["DARKROOM_MAX_UPLOAD", "12 parsecs"],
    ["DARKROOM_FETCH_HOSTS", "https://example.com"],
    ["DARKROOM_FETCH_PRIVATE", "10.0.0.7"],
    ["HOST", "a host"],
  ])("%s refuses %s", (name, value) => {
    expect(problemsOf({ [name]: value })).toHaveLength(1);
  });

  test("every default is a value that its own setting takes", () => {
    for (const row of Object.values(SETTINGS)) {
      if (row.fallback !== undefined) expect(row.parse(String(row.fallback))).toBe(row.fallback);
    }
  });
});
