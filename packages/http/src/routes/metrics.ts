import type { AppState } from "../app-state.ts";
import { authenticate } from "../auth.ts";
import type { AppDeps } from "../deps.ts";
import { HttpError } from "../errors.ts";
import { exposition, EXPOSITION_TYPE } from "../metrics/exposition.ts";
import { readFamilies } from "../metrics/readings.ts";

export const METRICS_PATH = "/metrics";

/** Answers with the metrics of this process, to whoever asks; it concerns the server as a whole. */
export function createMetricsRoute(deps: AppDeps, state: AppState): (request: Request) => Response {
  return (request) => {
    if (request.method !== "GET" && request.method !== "HEAD") throw new HttpError("method_wrong");
    const text = exposition([...state.recorder.families(), ...readFamilies(deps, state)]);
    return new Response(request.method === "HEAD" ? null : text, {
      headers: {
        "content-type": EXPOSITION_TYPE,
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
      },
    });
  };
}

/** Throws `credential_missing`, `credential_wrong`, or `scope_missing` for all but the operator. */
export async function assertOperator(request: Request, deps: AppDeps): Promise<void> {
  const caller = await authenticate(request.headers, deps);
  if (caller.account !== undefined) throw new HttpError("scope_missing");
}
