import { readIccProfile } from "../colour/icc-profile.ts";
import { readMatrixProfile } from "../colour/matrix-profile.ts";
import { isSrgb } from "../colour/srgb.ts";
import type { ImageFacts } from "../formats/facts.ts";
import { probe } from "../formats/probe.ts";
import { matrixTables } from "../kernels/matrix-colour.ts";
import type { Limits } from "../limits.ts";

/**
 * The facts of an image, as {@link probe} reads them, with a look into its colour profile: one that is sRGB in
 * effect, as most are, or that is broken, needs no conversion and counts as none.
 */
export async function inspect(bytes: Uint8Array, limits: Limits): Promise<ImageFacts> {
  const facts = probe(bytes, limits);
  if (!facts.icc) return facts;
  const profile = await readIccProfile(bytes, facts.format);
  if (profile === undefined || isSrgb(profile)) return { ...facts, icc: false };
  const matrix = readMatrixProfile(profile);
  return matrix !== undefined && matrixTables(matrix) !== undefined
    ? { ...facts, matrixProfile: true }
    : facts;
}
