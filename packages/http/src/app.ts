import { Hono } from "hono";
import { createAppState } from "./app-state.ts";
import type { AppDeps } from "./deps.ts";
import { failure } from "./envelope.ts";
import { problemOf, type Problem } from "./errors.ts";
import { describeError } from "./log.ts";
import { publicOrigin } from "./origin.ts";
import { API_PREFIX, createApi } from "./routes/api.ts";
import { createDashboardRoute, DASHBOARD_PATH } from "./routes/dashboard.ts";
import {
  createDirectUploadRoute,
  directUploadFailure,
  UPLOAD_PREFIX,
  withoutUploadToken,
} from "./routes/direct-upload.ts";
import { createDeliveryRoute, deliveryFailure } from "./routes/delivery.ts";
import { homePage } from "./routes/home.ts";

/** The HTTP application, the same for every runtime: a `fetch` handler over what `deps` brings. */
export interface App {
  readonly fetch: (request: Request) => Response | Promise<Response>;
}

export function createApp(deps: AppDeps): App {
  const state = createAppState(deps);
  const api = createApi(deps, state);
  const directUpload = createDirectUploadRoute(deps, state.admissions);
  const delivery = createDeliveryRoute(deps, state);
  const dashboard = createDashboardRoute(deps.dashboard);
  const app = new Hono();

  app.use(async (context, next) => {
    const requestId = deps.uuid();
    const begun = deps.now();
    await next();
    const { req, res, error } = context;
    res.headers.set("x-request-id", requestId);
    const fields = {
      id: requestId,
      method: req.method,
      path: withoutUploadToken(new URL(req.url).pathname),
      status: res.status,
      ms: deps.now() - begun,
    };
    if (res.status >= 500) deps.log.error("request failed", { ...fields, error: describeError(error) });
    else if (error !== undefined)
      deps.log.info("request refused", { ...fields, error: describeError(error) });
    else deps.log.info("request", fields);
  });

  app.get("/", (context) => homePage(publicOrigin(context.req.raw, deps.settings)));
  app.get("/healthz", async () => {
    await deps.records.check();
    return Response.json(
      { status: "ok", runtime: deps.runtime, codecs: deps.pipeline.builds },
      { headers: { "content-type": "application/json", "cache-control": "no-store" } },
    );
  });
  app.all(
    "/favicon.ico",
    () => new Response(null, { status: 204, headers: { "cache-control": "max-age=86400" } }),
  );
  app.all(DASHBOARD_PATH, (context) => dashboard(context.req.raw));
  app.all(`${DASHBOARD_PATH}/*`, (context) => dashboard(context.req.raw));
  app.all(`${API_PREFIX}*`, (context) => api(context.req.raw));
  app.all(`${UPLOAD_PREFIX}*`, (context) => directUpload(context.req.raw));
  app.all("*", (context) => delivery(context.req.raw));

  app.onError((error, context) => {
    const problem = problemOf(error);
    if (problem.code === "internal")
      deps.log.error("unexpected error", { stack: error.stack ?? String(error) });
    return answerProblem(new URL(context.req.url).pathname, problem);
  });
  return app;
}

function answerProblem(pathname: string, problem: Problem): Response {
  if (pathname.startsWith(API_PREFIX)) return failure(problem);
  return pathname.startsWith(UPLOAD_PREFIX) ? directUploadFailure(problem) : deliveryFailure(problem);
}
