import { PATH_PARAMETERS, type Body, type PathParameter } from "../description.ts";
import type { Operation } from "../operation.ts";
import { isSchema, type Members, type Schema } from "../schema.ts";

/** A value that fits a schema, made of its examples. */
export function sampleOf({ keywords }: Schema): unknown {
  const [example] = (keywords["examples"] as readonly unknown[] | undefined) ?? [];
  if (example !== undefined) return example;
  if ("const" in keywords) return keywords["const"];
  if ("default" in keywords) return keywords["default"];
  const [choice] = (keywords["enum"] as readonly unknown[] | undefined) ?? [];
  if (choice !== undefined) return choice;
  const [first] = (keywords["anyOf"] as readonly Schema[] | undefined) ?? [];
  if (first !== undefined) return sampleOf(first);
  const { type, format, properties, items } = keywords;
  // As curl names a file that is to be sent.
  if (format === "binary") return "@photo.jpg";
  if (properties !== undefined) return sampleOfMembers(properties as Members);
  if (isSchema(items)) return keywords["maxItems"] === 0 ? [] : [sampleOf(items)];
  return SAMPLES[String([type].flat()[0])];
}

const SAMPLES: Readonly<Record<string, unknown>> = {
  string: "…",
  integer: 1,
  number: 1,
  boolean: false,
  array: [],
  object: {},
};

/** What has to be there, and what has an example of its own. */
function sampleOfMembers(members: Members): object {
  const all = Object.entries(members);
  const shown = all.filter(([, member]) => !("optional" in member) || "examples" in member.keywords);
  return Object.fromEntries(
    (shown.length > 0 ? shown : all.slice(0, 1)).map(([name, member]) => [name, sampleOf(member)]),
  );
}

/**
 * How to ask for an operation with curl, in a shell that knows `$DARKROOM`, `$ACCOUNT`, `$HASH` and `$TOKEN`, as
 * those of the guides do.
 */
export function curlOf({ method, path, about, scope }: Operation): string {
  const { body, query = {}, answer } = about;
  const needed = Object.entries(query).filter(([, of]) => "needed" in of);
  const search = needed.map(([name, of]) => `${name}=${encodeURIComponent(String(sampleOf(of)))}`).join("&");
  const filled = path.replaceAll(/[:*](\w+)/g, (_segment, name: string) =>
    String(sampleOf(PATH_PARAMETERS[name as PathParameter])),
  );
  const isFile = "types" in answer && answer.types.some((type) => type.startsWith("image/"));
  // A body that may be left out is shown where there is something to say in it.
  const sent = body && (!body.optional || "examples" in body.schema.keywords) ? sentOf(body) : [];
  const isPlain = method === "GET" || (method === "POST" && sent.length > 0);
  return [
    `curl "$DARKROOM${filled}${search && `?${search}`}"`,
    ...(isPlain ? [] : [`-X ${method}`]),
    ...(scope === undefined ? [] : ['-H "Authorization: Bearer $TOKEN"']),
    ...sent,
    ...(isFile ? ["-o photo.jpg"] : []),
  ].join(" \\\n  ");
}

function sentOf({ types, schema }: Body): readonly string[] {
  const sample = sampleOf(schema) as Readonly<Record<string, unknown>>;
  if (types[0] === "application/json") return [`--json ${quoted(JSON.stringify(sample))}`];
  return Object.entries(sample).map(([name, value]) => {
    const text = typeof value === "string" ? value : JSON.stringify(value);
    return `-F ${quoted(`${name}=${text}`)}`;
  });
}

/** A word of the shell. */
function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
