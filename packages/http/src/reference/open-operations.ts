import type { CodecBuild } from "@darkroom/core";
import { IMAGE_FILE } from "../upload-form.ts";
import { IMAGE } from "./answers.ts";
import { fileAnswer, formBody, plainAnswer, result, type Parameters } from "./description.ts";
import type { Operation } from "./operation.ts";
import { IMAGE_PROBLEMS, OPTION_PROBLEMS } from "./problems.ts";
import { anything, constant, integer, list, map, named, object, optional, string } from "./schema.ts";

const SIGNATURE: Parameters = {
  exp: integer("When the signature ends, in seconds since the epoch."),
  sig: string("The signature, as the account's keys make it: it opens private images, and options."),
};

const PICTURE = {
  ...fileAnswer(
    ["image/avif", "image/webp", "image/jpeg", "image/png", "image/gif", "image/svg+xml"],
    "The image, fitted, in the best format that the `Accept` header allows.",
  ),
  etag: true,
} as const;

const DELIVERY_PROBLEMS = [
  ...OPTION_PROBLEMS,
  "delivery_path_wrong",
  "route_unknown",
  "account_unknown",
  "image_missing",
  "variant_missing",
  "access_denied",
  "credential_wrong",
  "scope_missing",
  "flexible_off",
  "flexible_too_large",
  "flexible_too_many",
  "image_corrupt",
  "image_too_large",
  "image_unsupported",
  "output_too_large",
  "too_large_to_process",
  "time_exceeded",
  "codec_failed",
  "busy",
] as const;

/** What stands outside the API: all but the metrics needs no credential. */
export const OPEN_OPERATIONS: readonly Operation[] = [
  {
    method: "GET",
    path: "/:hash/*image/:options",
    about: {
      tag: "delivery",
      operation: "deliverImage",
      summary: "Deliver an image",
      doc: "A private image needs a signature, or a credential. Failures are a line of text, and their number stands in `Cf-Resized`.",
      query: SIGNATURE,
      answer: PICTURE,
      problems: DELIVERY_PROBLEMS,
    },
    failures: "text",
  },
  {
    method: "GET",
    path: "/cdn-cgi/imagedelivery/:hash/*image/:options",
    about: {
      tag: "delivery",
      operation: "deliverImageBeside",
      summary: "Deliver an image, on a domain that serves something else as well",
      query: SIGNATURE,
      answer: PICTURE,
      problems: DELIVERY_PROBLEMS,
    },
    failures: "text",
  },
  {
    method: "GET",
    path: "/:variant/*image",
    about: {
      tag: "delivery",
      operation: "deliverBetaImage",
      summary: "Deliver an image of the first account, by an address of the beta",
      query: SIGNATURE,
      answer: PICTURE,
      problems: DELIVERY_PROBLEMS,
    },
    failures: "text",
  },
  {
    method: "POST",
    path: "/upload/:hash/:uploadToken",
    about: {
      tag: "direct uploads",
      operation: "uploadDirectly",
      summary: "Upload an image to an address that was asked for",
      doc: "From a page of any origin. The address takes one image, and nothing beside the file.",
      body: formBody({ file: IMAGE_FILE }),
      answer: result(IMAGE),
      problems: [...IMAGE_PROBLEMS, "upload_address_unknown", "upload_address_used"],
    },
    failures: "envelope",
  },
  {
    method: "GET",
    path: "/healthz",
    about: {
      tag: "server",
      operation: "checkHealth",
      summary: "Ask whether the server works",
      answer: plainAnswer(
        named(
          "Health",
          object({
            status: constant("ok", "It works."),
            runtime: string("What it runs on.", { examples: ["node 26.10.0"] }),
            codecs: list(
              object<CodecBuild>({
                name: string("What it is.", { examples: ["webp-encoder"] }),
                version: string("Version of its sources, and of their build.", { examples: ["1.4.0+1"] }),
                sha256: optional(string("Of its binary.")),
              }),
              "The codecs that it was composed of.",
            ),
          }),
        ),
        "It works.",
      ),
    },
    failures: "text",
  },
  {
    method: "GET",
    path: "/metrics",
    about: {
      tag: "server",
      operation: "readMetrics",
      summary: "Read the metrics, for Prometheus",
      answer: fileAnswer(["text/plain"], "The metrics of this process, in the text format of Prometheus."),
    },
    scope: "admin",
    operatorOnly: true,
    failures: "envelope",
  },
  {
    method: "GET",
    path: "/openapi.json",
    about: {
      tag: "server",
      operation: "describeApi",
      summary: "Get this document",
      answer: { ...plainAnswer(map(anything("Any JSON."), "OpenAPI 3.1."), "The document."), etag: true },
    },
    failures: "text",
  },
];
