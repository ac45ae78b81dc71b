import type { Admission } from "../admission.ts";
import { authenticate, authorise } from "../auth.ts";
import type { AppDeps } from "../deps.ts";
import { HttpError } from "../errors.ts";
import { imageRoutes } from "./images.ts";
import { matchRoute, type Route } from "./route.ts";

export const API_PREFIX = "/client/v4/";

/** The management API: finds the route, asks who calls and whether he may, and lets the route answer. */
export function createApi(deps: AppDeps, pixels: Admission): (request: Request) => Promise<Response> {
  // Of two routes that fit an address, the one that stands first answers: plain words before image ids.
  const routes: readonly Route[] = [...imageRoutes(deps, pixels)];

  return async (request) => {
    const url = new URL(request.url);
    // First of all, so that a stranger learns nothing of accounts and addresses.
    const caller = await authenticate(request.headers, deps.accounts.operator);
    const path = url.pathname.slice(API_PREFIX.length).replace(/\/$/, "");
    const { route, parameters } = matchRoute(routes, request.method, path);
    const tag = parameters["account"] ?? caller.account ?? deps.accounts.first.tag;
    const account = await deps.accounts.byTag(tag);
    authorise(caller, account, route.scope);
    if (account === undefined) throw new HttpError("account_unknown");
    return route.handle({ request, url, caller, account, parameters });
  };
}
