import { Hono } from "hono";
import { routePath } from "hono/route";
import { createAppState } from "./app-state.ts";
import type { AppDeps } from "./deps.ts";
import { failure } from "./envelope.ts";
import { HttpError, problemOf, type Problem } from "./errors.ts";
import { describeError } from "./log.ts";
import { observeRenderer } from "./metrics/observed.ts";
import { createRecorder, type Recorder } from "./metrics/recorder.ts";
import { publicOrigin } from "./origin.ts";
import { createReference } from "./reference/reference.ts";
import { API_PREFIX, apiRoutes, createApi, isApiPath } from "./routes/api.ts";
import { createDashboardRoute, DASHBOARD_PATH } from "./routes/dashboard.ts";
import {
  createDirectUploadRoute,
  directUploadFailure,
  UPLOAD_PREFIX,
  withoutUploadToken,
} from "./routes/direct-upload.ts";
import { createDeliveryRoute, deliveryFailure } from "./routes/delivery.ts";
import { homePage } from "./routes/home.ts";
import { assertOperator, createMetricsRoute, METRICS_PATH } from "./routes/metrics.ts";
import { createReferenceRoute, DOCUMENT_PATH, PAGE_PATH } from "./routes/reference.ts";

/** The HTTP application, the same for every runtime: a `fetch` handler over what `deps` brings. */
export interface App {
  readonly fetch: (request: Request) => Response | Promise<Response>;
  /** Answers `/metrics` without a credential, and nothing else: for a port that only Prometheus reaches. */
  readonly fetchMetrics: (request: Request) => Response | Promise<Response>;
}

export function createApp(world: AppDeps): App {
  const recorder = createRecorder();
  const deps: AppDeps = { ...world, renderer: observeRenderer(world.renderer, recorder) };
  const state = createAppState(deps, recorder);
  const routes = apiRoutes(deps, state);
  const api = createApi(deps, routes, state);
  const reference = createReferenceRoute(createReference(routes));
  const directUpload = createDirectUploadRoute(deps, state);
  const delivery = createDeliveryRoute(deps, state);
  const dashboard = createDashboardRoute(deps.dashboard);
  const metrics = createMetricsRoute(deps, state);
  const app = new Hono<{ Variables: { readonly template?: string } }>();

  app.use(async (context, next) => {
    const requestId = deps.uuid();
    const begun = deps.now();
    await next();
    const { req, res, error } = context;
    res.headers.set("x-request-id", requestId);
    const ms = deps.now() - begun;
    // The template of the route, for an address may be anything.
    noteRequest(recorder, context.var.template ?? routePath(context), {
      request: req.raw,
      response: res,
      ms,
    });
    const fields = {
      id: requestId,
      method: req.method,
      path: withoutUploadToken(new URL(req.url).pathname),
      status: res.status,
      ms,
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
  app.all(METRICS_PATH, async (context) => {
    await assertOperator(context.req.raw, deps);
    return metrics(context.req.raw);
  });
  app.all(
    "/favicon.ico",
    () => new Response(null, { status: 204, headers: { "cache-control": "max-age=86400" } }),
  );
  for (const [path, face] of [
    [DOCUMENT_PATH, "document"],
    [PAGE_PATH, "page"],
  ] as const) {
    app.all(path, ({ req: { raw } }) => reference(face, raw, publicOrigin(raw, deps.settings)));
  }
  app.all(DASHBOARD_PATH, (context) => dashboard(context.req.raw));
  app.all(`${DASHBOARD_PATH}/*`, (context) => dashboard(context.req.raw));
  app.all(`${API_PREFIX}*`, (context) =>
    api(context.req.raw, (template) => context.set("template", template)),
  );
  app.all(`${UPLOAD_PREFIX}*`, (context) => directUpload(context.req.raw));
  app.all("*", (context) => {
    const { raw } = context.req;
    const answer = isApiPath(new URL(raw.url).pathname) ? api : delivery;
    return answer(raw, (template) => context.set("template", template));
  });

  app.onError((error, context) => {
    const problem = problemOf(error);
    recorder.count("rejections", { code: problem.code });
    if (problem.code === "internal")
      deps.log.error("unexpected error", { stack: error.stack ?? String(error) });
    return answerProblem(new URL(context.req.url).pathname, problem);
  });

  const metricsApp = new Hono();
  metricsApp.all(METRICS_PATH, (context) => metrics(context.req.raw));
  metricsApp.all("*", () => {
    throw new HttpError("route_unknown");
  });
  metricsApp.onError((error) => failure(problemOf(error)));
  return { fetch: app.fetch, fetchMetrics: metricsApp.fetch };
}

/** Methods that a client may send; others are of its own making. */
const METHODS: ReadonlySet<string> = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

function noteRequest(
  recorder: Recorder,
  route: string,
  { request, response, ms }: { readonly request: Request; readonly response: Response; readonly ms: number },
): void {
  const method = METHODS.has(request.method) ? request.method : "other";
  const length = Number(request.headers.get("content-length") ?? 0);
  recorder.count("requests", { method, route, status: String(response.status) });
  recorder.observe("requestSeconds", { route }, ms / 1000);
  // Of a refused one nothing need have been read, and a stranger can announce any length.
  if (length > 0 && response.status < 400) recorder.count("receivedBytes", { route }, length);
}

function answerProblem(pathname: string, problem: Problem): Response {
  if (isApiPath(pathname) || pathname === METRICS_PATH) return failure(problem);
  return pathname.startsWith(UPLOAD_PREFIX) ? directUploadFailure(problem) : deliveryFailure(problem);
}
