import { RESERVED_ID_STARTS } from "@darkroom/core";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import formats from "ajv-formats";

type Json = { readonly [name: string]: unknown };

interface Media {
  readonly schema?: Json;
  readonly "x-beta-schema"?: Json;
  readonly examples?: { readonly [code: string]: unknown };
}

export interface ApiOperation {
  readonly operationId: string;
  readonly summary: string;
  readonly security: readonly object[];
  readonly parameters: readonly {
    readonly name: string;
    readonly in: string;
    readonly description: string;
  }[];
  readonly requestBody?: { readonly content: { readonly [type: string]: Media } };
  readonly responses: {
    readonly [status: string]: { readonly content?: { readonly [type: string]: Media } };
  };
}

/** The parts of a document of OpenAPI that are looked at here. */
export interface ApiDocument {
  readonly paths: { readonly [path: string]: { readonly [method: string]: ApiOperation } };
  readonly components: {
    readonly schemas: { readonly [name: string]: Json };
    readonly examples: { readonly [code: string]: { readonly value: FailureBody } };
  };
  /** Messages, by the types of events. */
  readonly webhooks: {
    readonly [type: string]: {
      readonly post: { readonly requestBody: { readonly content: { readonly "application/json": Media } } };
    };
  };
}

interface FailureBody {
  readonly errors: readonly { readonly code: number }[];
}

/** A request, and the answer that it had. */
export interface Answered {
  readonly method: string;
  /** From the root of the server, with its query. */
  readonly path: string;
  readonly headers: { readonly [name: string]: string | undefined };
  /** A text that was sent. */
  readonly sent?: string;
  readonly status: number;
  readonly type: string | undefined;
  readonly body: Buffer;
}

/** What a document says of answers. */
export interface DocumentCheck {
  /** The names of all operations. */
  readonly operations: readonly string[];
  /** The operation that a request is for, by its name; undefined when the document has none. */
  operationOf(answered: Pick<Answered, "method" | "path">): string | undefined;
  /** How an answer is another than the document says, or undefined. */
  problemOf(answered: Answered): string | undefined;
  /** How a message to a webhook is another than the document says, or undefined. */
  messageProblem(message: { readonly type: string }): string | undefined;
  /** Examples that do not fit their own schema. Throws where a schema is none. */
  wrongExamples(): readonly string[];
}

/**
 * Reads a document strictly: an object may have no member that is not described, or the document would be true of
 * answers that it says nothing of.
 */
export function createDocumentCheck(document: ApiDocument): DocumentCheck {
  const ajv = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true });
  formats.default(ajv);
  ajv.addFormat("binary", true);
  for (const [name, schema] of Object.entries(document.components.schemas)) {
    ajv.addSchema(closed(schema), name);
  }
  const validators = new Map<Json, ValidateFunction>();
  const validator = (schema: Json): ValidateFunction => {
    const made = validators.get(schema) ?? ajv.compile(closed(schema));
    validators.set(schema, made);
    return made;
  };
  const faultOf = (schema: Json, value: unknown): string | undefined => {
    const validate = validator(schema);
    return validate(value) ? undefined : ajv.errorsText(validate.errors);
  };

  const rows = Object.entries(document.paths)
    .flatMap(([path, methods]) => Object.entries(methods).map(([method, row]) => ({ path, method, row })))
    // Of two that fit, the one with more plain segments, as OpenAPI has it; an id may take many.
    .toSorted(
      (a, b) => plainOf(b.path) - plainOf(a.path) || b.path.split("/").length - a.path.split("/").length,
    )
    .map(({ path, method, row }) => ({ pattern: patternOf(path), method: method.toUpperCase(), row }));

  function find({ method, path }: Pick<Answered, "method" | "path">): ApiOperation | undefined {
    const pathname = path.split("?")[0]!;
    const wanted = method === "HEAD" ? "GET" : method;
    return rows.find((row) => row.method === wanted && row.pattern.test(pathname))?.row;
  }

  return {
    operations: rows.map(({ row }) => row.operationId),
    operationOf: (answered) => find(answered)?.operationId,

    problemOf(answered) {
      const operation = find(answered);
      if (operation === undefined) return undefined;
      const { status, type = "", body, headers, sent } = answered;
      const response = operation.responses[String(status)];
      if (response === undefined) return `${operation.operationId} does not answer ${status}: ${shown(body)}`;
      if (answered.method === "HEAD" || response.content === undefined) return undefined;
      const media = mediaOf(response.content, type);
      if (media === undefined) return `${operation.operationId} does not answer ${status} with ${type}`;
      if (!/json/.test(type)) {
        const number = /^ERROR \d+/.exec(status >= 400 ? body.toString() : "")?.[0];
        const texts = Object.values(media.examples ?? {}).map(
          (example) => (example as { value: string }).value,
        );
        return number === undefined || texts.some((text) => text.startsWith(number))
          ? undefined
          : `${operation.operationId} does not fail so: ${shown(body)}`;
      }
      const isBeta = headers["x-auth-key"] !== undefined && headers["authorization"] === undefined;
      const schema = (isBeta ? media["x-beta-schema"] : undefined) ?? media.schema;
      const value = JSON.parse(body.toString()) as FailureBody;
      const fault = schema && faultOf(schema, value);
      if (fault !== undefined) return `${operation.operationId}, ${status}: ${fault}: ${shown(body)}`;
      if (status >= 400) {
        const codes = Object.keys(media.examples ?? {}).map(
          (code) => document.components.examples[code]!.value.errors[0]!.code,
        );
        const { code } = value.errors[0]!;
        return codes.includes(code) ? undefined : `${operation.operationId} does not fail so: ${shown(body)}`;
      }
      const asked = operation.requestBody?.content[(headers["content-type"] ?? "").split(";")[0]!];
      if (sent === undefined || sent === "" || asked?.schema === undefined) return undefined;
      const wrong = faultOf(asked.schema, JSON.parse(sent));
      return wrong && `${operation.operationId} takes a body that it does not describe: ${wrong}: ${sent}`;
    },

    messageProblem(message) {
      const schema = document.webhooks[message.type]?.post.requestBody.content["application/json"].schema;
      return schema === undefined ? `There is no event ${message.type}.` : faultOf(schema, message);
    },

    wrongExamples() {
      const found: string[] = [];
      for (const name of Object.keys(document.components.schemas)) validator({ $ref: name });
      visit(document, "", (schema, where) => {
        for (const example of (schema["examples"] as readonly unknown[] | undefined) ?? []) {
          const fault = faultOf(schema, example);
          if (fault !== undefined) found.push(`${where}: ${fault}`);
        }
      });
      return found;
    },
  };
}

/** What variable segments take that do not take any text without slashes. */
const VARIABLES: Readonly<Record<string, string>> = {
  "{image}": `(?!(?:${[...RESERVED_ID_STARTS].join("|")})(?:/|$)).+`,
  "{hash}": "[\\w-]{22}",
};

function patternOf(path: string): RegExp {
  // What stands below plain words belongs to them.
  const start = path.startsWith("/{") ? "^(?!/(?:client|dashboard|images|upload)/)" : "^";
  const source = path
    .split("/")
    .map((segment) => VARIABLES[segment] ?? (segment.startsWith("{") ? "[^/]+" : RegExp.escape(segment)));
  return new RegExp(`${start}${source.join("/")}$`);
}

function plainOf(path: string): number {
  return path.split("/").filter((segment) => segment !== "" && !segment.startsWith("{")).length;
}

function mediaOf(content: { readonly [type: string]: Media }, type: string): Media | undefined {
  const bare = type.split(";")[0]!.trim();
  return content[bare] ?? content[`${bare.split("/")[0]}/*`];
}

/** A schema whose objects take no other members. */
function closed(schema: Json): Json {
  return closedValue(schema) as Json;
}

function closedValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closedValue);
  if (typeof value !== "object" || value === null) return value;
  const { examples: _, example: __, ...schema } = value as Json;
  const members = Object.fromEntries(Object.entries(schema).map(([name, of]) => [name, closedValue(of)]));
  // Each schema is compiled by itself: it knows the others by their names.
  const { $ref: reference } = schema;
  if (typeof reference === "string")
    return { ...members, $ref: reference.slice(reference.lastIndexOf("/") + 1) };
  const isOpen = schema["type"] === "object" && "properties" in schema && !("additionalProperties" in schema);
  return isOpen ? { ...members, additionalProperties: false } : members;
}

/** Every schema below a value that has examples. */
function visit(value: unknown, where: string, each: (schema: Json, where: string) => void): void {
  if (Array.isArray(value)) {
    for (const [index, entry] of value.entries()) visit(entry, `${where}/${index}`, each);
  } else if (typeof value === "object" && value !== null) {
    const schema = value as Json;
    if (Array.isArray(schema["examples"])) each(schema, where);
    for (const [name, entry] of Object.entries(schema)) {
      if (name !== "examples") visit(entry, `${where}/${name}`, each);
    }
  }
}

const shown = (body: Buffer): string => body.toString().slice(0, 300);
