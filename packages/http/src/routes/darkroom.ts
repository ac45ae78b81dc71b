import type { ImageRecord } from "@darkroom/storage";
import type { DetailedImageAnswer, ImageAnswer, OverviewAnswer, SessionAnswer } from "../answers.ts";
import type { AppState } from "../app-state.ts";
import type { AppDeps } from "../deps.ts";
import { success } from "../envelope.ts";
import { HttpError } from "../errors.ts";
import { makePlaceholder } from "../placeholder.ts";
import {
  presentContext,
  presentImage,
  presentOriginal,
  presentPlaceholder,
  type PresentContext,
} from "../shape.ts";
import type { Statistics } from "../statistics.ts";
import {
  DETAILED_IMAGE,
  DETAILED_IMAGE_PAGE,
  MADE_PLACEHOLDER,
  OVERVIEW,
  SESSION,
} from "../reference/answers.ts";
import { result } from "../reference/description.ts";
import { string } from "../reference/schema.ts";
import { listByToken, TOKEN_LIST_QUERY } from "./lists.ts";
import type { Call, Route } from "./route.ts";

const ACCOUNT = "accounts/:account/darkroom/v1";

/** What Cloudflare's API has not, for the dashboard and whoever else can use it. */
export function darkroomRoutes(
  deps: AppDeps,
  { admissions, statistics }: Pick<AppState, "admissions" | "statistics">,
): readonly Route[] {
  return [
    // Who signs in with a token does not know the account that it belongs to.
    {
      method: "GET",
      path: "darkroom/v1/session",
      scope: "read",
      about: {
        tag: "server",
        operation: "getSession",
        summary: "Ask who calls",
        doc: "What the credential may do, the account that it belongs to, and what this server takes.",
        answer: result(SESSION),
      },
      handle: (call) => session(deps, call),
    },
    {
      method: "GET",
      path: `${ACCOUNT}/session`,
      scope: "read",
      about: {
        tag: "server",
        operation: "getAccountSession",
        summary: "Ask who calls, for an account",
        answer: result(SESSION),
      },
      handle: (call) => session(deps, call),
    },
    {
      method: "GET",
      path: `${ACCOUNT}/overview`,
      scope: "read",
      about: {
        tag: "server",
        operation: "getOverview",
        summary: "Look at what is stored and delivered",
        answer: result(OVERVIEW),
      },
      handle: async ({ account }) => success(await overview(deps, statistics, account.tag)),
    },
    {
      method: "GET",
      path: `${ACCOUNT}/images`,
      scope: "read",
      about: {
        tag: "images",
        operation: "listImagesInDetail",
        summary: "List images with what is known of their originals",
        query: {
          ...TOKEN_LIST_QUERY,
          search: string("Only images whose id or file name has this text in it.", { examples: ["summer"] }),
        },
        answer: result(DETAILED_IMAGE_PAGE),
      },
      handle: async (call) => success(await listByToken(deps, call, presentDetailed)),
    },
    {
      method: "GET",
      path: `${ACCOUNT}/images/*image`,
      scope: "read",
      about: {
        tag: "images",
        operation: "getImageInDetail",
        summary: "Look at an image with what is known of its original",
        answer: result(DETAILED_IMAGE),
        problems: ["image_missing"],
      },
      async handle(call) {
        const record = await deps.records.getImage(call.account.tag, call.parameters["image"]!);
        if (record === undefined) throw new HttpError("image_missing");
        return success(presentDetailed(record, await presentContext(deps, call)));
      },
    },
    {
      method: "POST",
      path: `${ACCOUNT}/images/*image/placeholder`,
      scope: "edit",
      about: {
        tag: "images",
        operation: "makePlaceholder",
        summary: "Make the placeholder of an image",
        doc: "For images that have none: those of before, and those that were uploaded when the server was busy.",
        answer: result(MADE_PLACEHOLDER),
        problems: [
          "image_missing",
          "image_unsupported",
          "image_corrupt",
          "too_large_to_process",
          "time_exceeded",
          "busy",
        ],
      },
      async handle({ request, account, parameters }) {
        const id = parameters["image"]!;
        const made = await makePlaceholder(deps, admissions.pixels, account, id, request.signal);
        return success({ placeholder: presentPlaceholder(made) });
      },
    },
  ];
}

async function session(deps: AppDeps, { caller, account }: Call): Promise<Response> {
  const { sourceSide, sourceArea } = deps.pipeline.limits;
  const answer: SessionAnswer = {
    account: { id: account.tag, hash: account.hash },
    scope: caller.scope,
    operator: caller.account === undefined,
    limits: { uploadBytes: deps.settings.maxUploadBytes, side: sourceSide, pixels: sourceArea },
  };
  return success(answer);
}

/** Always in today's shape: the beta had no such addresses. */
export function presentDetailed(record: ImageRecord, context: PresentContext): DetailedImageAnswer {
  const image = presentImage(record, { ...context, shape: "v1" }) as ImageAnswer;
  return { ...image, original: presentOriginal(record) };
}

async function overview(deps: AppDeps, statistics: Statistics, account: string): Promise<OverviewAnswer> {
  const originals = await deps.records.summariseImages(account);
  const { formats, failures, ...counts } = statistics.of(account);
  const sum = (valueOf: (row: (typeof originals)[number]) => number): number =>
    originals.reduce((total, row) => total + valueOf(row), 0);
  return {
    images: {
      count: sum((row) => row.count),
      bytes: sum((row) => row.bytes),
      private: sum((row) => row.signed),
    },
    originals: originals.map(({ mediaType, count, bytes }) => ({ mediaType, count, bytes })),
    derived: { bytes: deps.derived.usedBytes(), quota: deps.derived.quotaBytes ?? null },
    delivery: {
      since: new Date(statistics.since).toISOString(),
      hits: counts.hits,
      misses: counts.misses,
      unchanged: counts.unchanged,
      bytes: counts.bytes,
      formats: [...formats]
        .map(([mediaType, { count, bytes }]) => ({ mediaType, count, bytes }))
        .sort((a, b) => b.count - a.count),
    },
    failures: failures.map(({ at, method, path, status, code, message }) => ({
      at: new Date(at).toISOString(),
      method,
      path,
      status,
      code,
      message,
    })),
  };
}
