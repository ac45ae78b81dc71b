import { isSchema, type Schema } from "./schema.ts";

/** JSON of a document. */
export interface JsonSchema {
  readonly [keyword: string]: unknown;
}

/**
 * Writes a schema as it stands in a document, where those with names are references.
 * @param components Grows by the schemas with names that it finds.
 */
export function writeSchema(schema: Schema, components: Map<string, JsonSchema>): JsonSchema {
  const { name, keywords } = schema;
  if (name === undefined) return writeKeywords(keywords, components);
  if (!components.has(name)) {
    // Its place first: a schema may refer to itself.
    components.set(name, {});
    components.set(name, writeKeywords(keywords, components));
  }
  return { $ref: `#/components/schemas/${name}` };
}

function writeKeywords(keywords: Schema["keywords"], components: Map<string, JsonSchema>): JsonSchema {
  return Object.fromEntries(
    Object.entries(keywords).map(([keyword, value]) => [keyword, writeValue(value, components)]),
  );
}

function writeValue(value: unknown, components: Map<string, JsonSchema>): unknown {
  if (isSchema(value)) return writeSchema(value, components);
  if (Array.isArray(value)) return value.map((entry) => writeValue(entry, components));
  if (typeof value !== "object" || value === null) return value;
  return writeKeywords(value as Schema["keywords"], components);
}
