import { problemRow, type ProblemCode } from "../errors.ts";
import {
  PATH_PARAMETERS,
  TAGS,
  type Answer,
  type Body,
  type Parameters,
  type PathParameter,
} from "./description.ts";
import { writeWebhooks } from "./events.ts";
import { writeSchema, type JsonSchema } from "./json-schema.ts";
import { problemsOf, variablesOf, type Operation } from "./operation.ts";
import { constant, integer, list, anything, named, object, string, type Schema } from "./schema.ts";

/** The envelope of failures. */
const FAILURE = named(
  "Failure",
  object({
    result: constant(null, "Nothing."),
    success: constant(false, "It failed."),
    errors: list(
      object({
        code: integer("Number of the error, as Cloudflare's API has it.", { examples: [5404] }),
        message: string("What is wrong, in a sentence.", { examples: ["ERROR 5404: Image not found."] }),
      }),
      "What went wrong; one entry.",
    ),
    messages: list(anything("Nothing."), "None."),
  }),
);

const RESULT_INFO = named(
  "ResultInfo",
  object({
    page: integer("The page that this is."),
    per_page: integer("How many on a page."),
    count: integer("How many on this one."),
    total_count: integer("How many in all."),
    total_pages: integer("How many pages there are."),
  }),
);

const INTRODUCTION = `An image service that speaks the Cloudflare Images API, v4 envelope included, and more beside it.

Every answer of the API is an envelope: \`result\` and \`success\`, or \`errors\` with a number and a sentence. Clients of the 2021 beta, which send \`X-Auth-Key\` and nothing of today's clients, get the shapes of the beta; they are described as \`x-beta-schema\`.`;

/** A document of OpenAPI 3.1. */
export interface ApiDocument {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly servers: readonly { readonly url: string }[];
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: { readonly [path: string]: { readonly [method: string]: JsonSchema } };
  readonly webhooks: JsonSchema;
  readonly components: JsonSchema;
}

/**
 * Describes a server's operations as OpenAPI 3.1 does, so that clients can be generated from it.
 * @param origin Scheme and host of the server; without it, addresses are relative to the document.
 */
export function createDocument(operations: readonly Operation[], origin = "/"): ApiDocument {
  const components = new Map<string, JsonSchema>();
  const problems = new Set<ProblemCode>();
  const paths: Record<string, Record<string, JsonSchema>> = {};
  for (const operation of operations) {
    const path = operation.path.replaceAll(/[:*](\w+)/g, "{$1}");
    (paths[path] ??= {})[operation.method.toLowerCase()] = writeOperation(operation, components);
    if (operation.failures === "envelope") for (const code of problemsOf(operation)) problems.add(code);
  }
  const webhooks = writeWebhooks(components);
  const used = new Set(operations.map(({ about }) => about.tag));
  return {
    openapi: "3.1.0",
    info: { title: "Darkroom", version: "1", description: INTRODUCTION },
    servers: [{ url: origin }],
    tags: Object.entries(TAGS)
      .map(([name, description]) => ({ name, description }))
      .filter(({ name }) => (used as ReadonlySet<string>).has(name)),
    paths,
    webhooks,
    components: {
      schemas: Object.fromEntries([...components].toSorted(([a], [b]) => (a < b ? -1 : 1))),
      examples: Object.fromEntries([...problems].toSorted().map((code) => [code, writeProblem(code)])),
      securitySchemes: {
        token: { type: "http", scheme: "bearer", description: "An API token, or the operator's." },
        batch: { type: "http", scheme: "bearer", description: "A batch token." },
        key: { type: "apiKey", in: "header", name: "X-Auth-Key", description: "The operator's key." },
        email: { type: "apiKey", in: "header", name: "X-Auth-Email", description: "The operator's e-mail." },
      },
    },
  };
}

function writeOperation(operation: Operation, components: Map<string, JsonSchema>): JsonSchema {
  const { path, about, scope, operatorOnly = false } = operation;
  const { tag, summary, doc, query = {}, body } = about;
  const need = operatorOnly ? "the operator's credential" : scope && `the scope \`${scope}\``;
  const description = [doc, need && `Needs ${need}.`].filter(Boolean).join("\n\n");
  return {
    tags: [tag],
    operationId: about.operation,
    summary,
    ...(description !== "" && { description }),
    parameters: [
      ...variablesOf(path).map((name) => writePathParameter(name, components)),
      ...writeQuery(query, components),
    ],
    ...(body && { requestBody: writeBody(body, components) }),
    responses: { ...writeAnswer(about.answer, components), ...writeFailures(operation, components) },
    // Roles, as OpenAPI 3.1 lets every scheme have them.
    security: writeSecurity(operation),
  };
}

function writeSecurity({ scope, inBatch = false }: Operation): readonly JsonSchema[] {
  if (scope === undefined) return [];
  return inBatch ? [{ batch: [scope] }] : [{ token: [scope] }, { key: [], email: [] }];
}

function writePathParameter(name: string, components: Map<string, JsonSchema>): JsonSchema {
  if (!Object.hasOwn(PATH_PARAMETERS, name)) throw new Error(`PATH_PARAMETERS does not describe ${name}.`);
  return writeParameter(name, "path", PATH_PARAMETERS[name as PathParameter], true, components);
}

function writeQuery(query: Parameters, components: Map<string, JsonSchema>): readonly JsonSchema[] {
  return Object.entries(query).map(([name, of]) =>
    // The members of an exploded object are parameters of their own.
    Object.assign(
      writeParameter(name, "query", of, "needed" in of, components),
      "covers" in of && { style: "form", explode: true },
    ),
  );
}

function writeParameter(
  name: string,
  where: "path" | "query",
  of: Schema,
  required: boolean,
  components: Map<string, JsonSchema>,
): JsonSchema {
  const { description, ...schema } = writeSchema(of, components);
  return { name, in: where, required, description, schema };
}

function writeBody({ types, schema, optional }: Body, components: Map<string, JsonSchema>): JsonSchema {
  const written = writeSchema(schema, components);
  return {
    required: !optional,
    content: Object.fromEntries(types.map((type) => [type, { schema: written }])),
  };
}

function writeAnswer(answer: Answer, components: Map<string, JsonSchema>): JsonSchema {
  if (!("result" in answer)) {
    const schema = answer.schema && writeSchema(answer.schema, components);
    const content = Object.fromEntries(
      answer.types.map((type) => [type, schema === undefined ? {} : { schema }]),
    );
    const unchanged = { description: "The client has it already: its `If-None-Match` named it." };
    return { 200: { description: answer.doc, content }, ...(answer.etag === true && { 304: unchanged }) };
  }
  const { result, paged, beta } = answer;
  const write = (of: Schema): JsonSchema => writeSchema(envelopeOf(of, paged), components);
  const content = {
    "application/json": { schema: write(result), ...(beta && { "x-beta-schema": write(beta) }) },
  };
  return { 200: { description: "It is done.", content } };
}

/** What a success looks like. */
function envelopeOf(result: Schema, paged: boolean): Schema {
  return object({
    result,
    success: constant(true, "It is done."),
    errors: list(anything("Nothing."), "None.", { maxItems: 0 }),
    messages: list(anything("Nothing."), "None.", { maxItems: 0 }),
    ...(paged && { result_info: RESULT_INFO }),
  });
}

/** The failures of an operation by their statuses. */
function writeFailures(operation: Operation, components: Map<string, JsonSchema>): JsonSchema {
  const byStatus = Map.groupBy(problemsOf(operation), (code) => problemRow(code).status);
  const entries = [...byStatus].map(([status, codes]) => {
    const description = codes.map((code) => `\`${code}\``).join(", ");
    if (operation.failures === "text") {
      const texts = codes.map((code) => [code, { summary: code, value: textOf(code) }]);
      const text = { schema: { type: "string" }, examples: Object.fromEntries(texts) };
      return [status, { description, content: { "text/plain": text } }] as const;
    }
    const examples = codes.map((code) => [code, { $ref: `#/components/examples/${code}` }]);
    const content = { schema: writeSchema(FAILURE, components), examples: Object.fromEntries(examples) };
    return [status, { description, content: { "application/json": content } }] as const;
  });
  return Object.fromEntries(entries.toSorted(([a], [b]) => a - b));
}

function textOf(code: ProblemCode): string {
  const { delivery, message } = problemRow(code);
  return `ERROR ${delivery}: ${message}\n`;
}

function writeProblem(code: ProblemCode): JsonSchema {
  const { api, message } = problemRow(code);
  const errors = [{ code: api, message: `ERROR ${api}: ${message}` }];
  return { summary: code, value: { result: null, success: false, errors, messages: [] } };
}
