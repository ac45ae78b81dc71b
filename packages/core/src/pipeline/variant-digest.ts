import type { CodecBuild } from "../codecs/contract.ts";
import { sha256Hex } from "../digest.ts";
import { canonicalOptions } from "../variant/canonical.ts";
import { PIPELINE_REVISION } from "./pipeline.ts";
import type { PlanRequest } from "./request.ts";

/**
 * Digests of requests to a pipeline with these `builds`: hex SHA-256 of all that decides the bytes of a variant
 * besides the original, which are the request and the code that answers it. Known before any work; a server and
 * a build that give the same digest for an original give the same bytes.
 */
export function createVariantDigest(
  builds: readonly CodecBuild[],
): (request: PlanRequest) => Promise<string> {
  const engine = sha256Hex(JSON.stringify([PIPELINE_REVISION, builds]));
  return async (request) => sha256Hex(JSON.stringify([describeRequest(request), await engine]));
}

/** What makes two requests ask for the same bytes of one original. */
function describeRequest({ options, format, passThrough, baseline }: PlanRequest): string {
  return JSON.stringify([canonicalOptions(options), format, passThrough === true, baseline === true]);
}
