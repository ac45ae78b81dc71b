import type { AppState } from "../app-state.ts";
import { authenticate, authorise, type Caller } from "../auth.ts";
import { authenticateBatch } from "../batch-token.ts";
import type { AppDeps } from "../deps.ts";
import { HttpError, problemOf } from "../errors.ts";
import { refuseUndescribed } from "../query.ts";
import { accountRoutes } from "./accounts.ts";
import { batchPath, batchTokenRoutes, isBatchPath } from "./batch.ts";
import { cacheRoutes } from "./cache.ts";
import { configRoutes } from "./config.ts";
import { darkroomRoutes } from "./darkroom.ts";
import { directUploadRoutes } from "./direct-upload.ts";
import { explainRoutes } from "./explain.ts";
import { imageRoutes } from "./images.ts";
import { importRoutes } from "./import.ts";
import { listRoutes } from "./lists.ts";
import { matchRoute, type Route } from "./route.ts";
import { signingKeyRoutes } from "./signing-keys.ts";
import { tokenRoutes } from "./tokens.ts";
import { variantRoutes } from "./variants.ts";
import { webhookRoutes } from "./webhooks.ts";

export const API_PREFIX = "/client/v4/";

/** Whether the API answers a path: Cloudflare's API host, and its batch host. */
export function isApiPath(pathname: string): boolean {
  return pathname.startsWith(API_PREFIX) || isBatchPath(pathname);
}

/** Every operation of the API. Of two that fit an address the first one answers: plain words before ids. */
export function apiRoutes(deps: AppDeps, state: AppState): readonly Route[] {
  return [
    ...accountRoutes(deps),
    ...tokenRoutes(deps),
    ...darkroomRoutes(deps, state),
    ...importRoutes(deps, state.admissions),
    ...webhookRoutes(deps),
    ...cacheRoutes(deps, state.delivery),
    ...explainRoutes(deps, state.delivery),
    ...variantRoutes(deps),
    ...configRoutes(deps),
    ...batchTokenRoutes(deps),
    ...signingKeyRoutes(deps),
    ...directUploadRoutes(deps),
    ...listRoutes(deps),
    ...imageRoutes(deps, state),
  ];
}

/** A way into the API. */
interface Entrance {
  readonly routes: readonly Route[];
  /** Finds out who calls. */
  readonly identify: (headers: Headers, deps: AppDeps) => Promise<Caller>;
  /** The path of the request as the routes have it. */
  readonly pathOf: (pathname: string, caller: Caller) => string;
  /** The path of a route as requests have it. */
  readonly templateOf: (path: string) => string;
}

/**
 * The management API: finds the route, asks who calls and whether he may, and lets the route answer. `matched` is
 * told the path of the route, its variable segments by name.
 */
export function createApi(
  deps: AppDeps,
  routes: readonly Route[],
  state: AppState,
): (request: Request, matched: (template: string) => void) => Promise<Response> {
  const main: Entrance = {
    routes,
    identify: authenticate,
    pathOf: (pathname) => pathname.slice(API_PREFIX.length),
    templateOf: (path) => API_PREFIX + path,
  };
  const batch: Entrance = {
    routes: routes.filter(({ inBatch }) => inBatch),
    identify: authenticateBatch,
    // The token says what the address does not.
    pathOf: (pathname, { account = "" }) => `accounts/${encodeURIComponent(account)}${pathname}`,
    templateOf: batchPath,
  };

  return async (request, matched) => {
    const url = new URL(request.url);
    const entrance = isBatchPath(url.pathname) ? batch : main;
    // First of all, so that a stranger learns nothing of accounts and addresses.
    const caller = await entrance.identify(request.headers, deps);
    const path = entrance.pathOf(url.pathname, caller).replace(/\/$/, "");
    const { route, parameters } = matchRoute(entrance.routes, request.method, path);
    matched(entrance.templateOf(route.path));
    const tag = parameters["account"] ?? caller.account ?? deps.accounts.first.tag;
    const account = await deps.accounts.byTag(tag);
    authorise(caller, account, route.scope);
    if (route.operatorOnly === true && caller.account !== undefined) throw new HttpError("scope_missing");
    if (account === undefined) throw new HttpError("account_unknown");
    try {
      refuseUndescribed(url, route.about.query);
      return await route.handle({ request, url, caller, account, parameters });
    } catch (error) {
      // Only of who was let in: a stranger could fill the list of an account.
      state.statistics.failed(account.tag, request, problemOf(error));
      throw error;
    }
  };
}
