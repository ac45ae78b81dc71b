import { RESERVED_ID_STARTS } from "@darkroom/core";
import type { TokenScope } from "@darkroom/storage";
import type { Account } from "../account.ts";
import type { Caller } from "../auth.ts";
import { HttpError } from "../errors.ts";
import type { Description, PathParameter } from "../reference/description.ts";

/** One request to the API, its sender known and allowed to make it. */
export interface Call {
  readonly request: Request;
  readonly url: URL;
  readonly caller: Caller;
  /** The account of the address; the caller's own, else the first, where the address names none. */
  readonly account: Account;
  /** The variable segments of the path, percent-decoded once. */
  readonly parameters: PathValues;
}

/** By their names: those that the path of the route has. */
export type PathValues = { readonly [Name in PathParameter]?: string };

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** One operation of the API. */
export interface Route {
  readonly method: Method;
  /**
   * The path below `/client/v4/`: plain segments, `:name` for one of any text, `*name` for one or more. The
   * segment `:account` is the tag of an account that the caller must be allowed to act for. What each variable
   * segment is says the table `PATH_PARAMETERS`.
   */
  readonly path: string;
  readonly scope: TokenScope;
  /** What concerns the server as a whole: no token of an account may do it, whatever its scope. */
  readonly operatorOnly?: boolean;
  /** Also at the path without `accounts/:account/`, for batch tokens. */
  readonly inBatch?: boolean;
  readonly about: Description;
  readonly handle: (call: Call) => Promise<Response>;
}

export interface Match {
  readonly route: Route;
  readonly parameters: PathValues;
}

/**
 * Finds the route of a request by the raw path below `/client/v4/`; of several that fit, the first. HEAD goes
 * where GET does. Throws `route_unknown`, `method_wrong`, or `field_invalid` for broken escapes.
 */
export function matchRoute(routes: readonly Route[], method: string, path: string): Match {
  const segments = path.split("/").map(decode);
  const wanted = method === "HEAD" ? "GET" : method;
  let known = false;
  for (const route of routes) {
    const parameters = fit(route.path.split("/"), segments);
    if (parameters === undefined) continue;
    if (route.method === wanted) return { route, parameters };
    known = true;
  }
  throw new HttpError(known ? "method_wrong" : "route_unknown");
}

/** @returns the variable segments, or undefined when the path is another. */
function fit(pattern: readonly string[], segments: readonly string[]): Record<string, string> | undefined {
  const rest = pattern.findIndex((part) => part.startsWith("*"));
  const after = rest < 0 ? 0 : pattern.length - rest - 1;
  if (rest < 0 ? segments.length !== pattern.length : segments.length < pattern.length) return undefined;
  const entries: [string, string][] = [];
  for (const [at, part] of pattern.entries()) {
    const isAfterRest = rest >= 0 && at > rest;
    const segment = segments[isAfterRest ? segments.length - pattern.length + at : at]!;
    if (part.startsWith("*")) {
      // Addresses of other things stand where an image id could begin.
      if (RESERVED_ID_STARTS.has(segment)) return undefined;
      entries.push([part.slice(1), segments.slice(rest, segments.length - after).join("/")]);
    } else if (part.startsWith(":")) entries.push([part.slice(1), segment]);
    else if (part !== segment) return undefined;
  }
  return Object.fromEntries(entries);
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new HttpError("field_invalid", "Expected an address in percent-encoded UTF-8.");
  }
}
