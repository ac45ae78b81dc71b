import { describe, expect, test } from "vitest";
import { readManifest } from "./manifest.ts";
import { pairName, PAIRS } from "./pairs.ts";
import { PARITY_RUNNERS } from "./runners.ts";

const manifest = readManifest();

describe("the same bytes on every runtime", () => {
  test("for at least 60 pairs, each of which makes an image", () => {
    expect(Object.keys(manifest.pairs)).toEqual(PAIRS.map(pairName));
    expect(PAIRS.length).toBeGreaterThanOrEqual(60);
    expect(Object.entries(manifest.pairs).filter(([, { bytes }]) => bytes === 0)).toEqual([]);
  });

  test.each(PARITY_RUNNERS)(
    "$runtime makes those of the manifest, with its codecs",
    async ({ runtime, run }) => {
      if (typeof run !== "function") {
        process.stdout.write(`${runtime} is not tested: ${run.absence}.\n`);
        return;
      }
      const { builds, outcomes } = await run();
      expect(builds).toEqual(manifest.builds);
      const differences = outcomes.filter(
        ({ pair, sha256, bytes }) =>
          manifest.pairs[pair]?.sha256 !== sha256 || manifest.pairs[pair]?.bytes !== bytes,
      );
      // A change of bytes is deliberate: `npm run parity -- --write`, in a commit of its own.
      expect(differences).toEqual([]);
      expect(outcomes).toHaveLength(PAIRS.length);
    },
  );
});
