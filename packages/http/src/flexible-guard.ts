import type { TransformOptions } from "@darkroom/core";
import type { Config } from "./config.ts";
import { HttpError } from "./errors.ts";

const MINUTE = 60_000;

/**
 * What keeps strangers from making work without end by enumerating options in addresses. Three bounds, each
 * for what the others leave open:
 *
 * - a side (`flexibleSide`) up to which options may ask for pixels, for the cost of one image grows with them;
 * - computations a minute and account (`flexibleRate`), for the processor: a bucket that fills evenly, so that
 *   a page of many new sizes is served at once while a walk through all sizes is slowed to the rate. What is in
 *   the cache, and named variants, are not counted: there are only a hundred;
 * - derived images kept of one original (`MOST_DERIVED_PER_ORIGINAL`), besides the quota of the whole cache, for
 *   the disk: one image's sizes push out only each other.
 *
 * An address that its owner signed, or that comes with a credential, is not held to the first two. Each process
 * counts by itself; on Workers each isolate does.
 */
export interface FlexibleGuard {
  /** Throws `flexible_too_large` for options above the side. */
  assertSize(options: TransformOptions): void;
  /** Counts one computation. Throws `flexible_too_many`. */
  countComputation(account: string): void;
}

export function createFlexibleGuard(
  { flexibleSide, flexibleRate }: Pick<Config, "flexibleSide" | "flexibleRate">,
  now: () => number,
): FlexibleGuard {
  /** Computations that an account may still cause, and when that was reckoned. */
  const buckets = new Map<string, { readonly left: number; readonly at: number }>();

  return {
    assertSize({ width, height, dpr = 1 }) {
      for (const [name, length] of Object.entries({ width, height })) {
        if (length === undefined || length * dpr <= flexibleSide) continue;
        throw new HttpError(
          "flexible_too_large",
          `Options in an address may ask for at most ${flexibleSide} pixels a side, \`dpr\` included, but \`${name}\` asks for ${Math.ceil(length * dpr)}.`,
        );
      }
    },

    countComputation(account) {
      const at = now();
      const before = buckets.get(account) ?? { left: flexibleRate, at };
      // A clock that was set back gives nothing, and takes nothing.
      const filled = (Math.max(0, at - before.at) / MINUTE) * flexibleRate;
      const left = Math.min(flexibleRate, before.left + filled);
      buckets.set(account, { left: left >= 1 ? left - 1 : left, at });
      if (left < 1) throw new HttpError("flexible_too_many");
    },
  };
}
