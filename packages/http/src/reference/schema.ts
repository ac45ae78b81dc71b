/**
 * Schemas of JSON, as OpenAPI 3.1 has them (JSON Schema 2020-12), made by short builders: `string("File name.")`,
 * `object<ImageAnswer>({ … })`. `T` is the TypeScript type of what fits; the compiler holds the two together.
 */
export interface Schema<out T = unknown> {
  /** As they stand in the document, but for schemas within, which are {@link Schema}s. */
  readonly keywords: Keywords;
  /** Under which it stands among the document's components; without one, it stands where it is used. */
  readonly name?: string;
  readonly [TYPE]?: T;
}

/** A member that may be left out. */
export interface Optional<out T = unknown> extends Schema<T> {
  readonly optional: true;
}

/** Keywords of a schema that a builder has no argument for, such as `examples`, `maxLength` and `default`. */
export interface Keywords {
  readonly [keyword: string]: unknown;
}

declare const TYPE: unique symbol;

export const string = (description: string, more: Keywords = {}): Schema<string> =>
  schema({ type: "string", description, ...more });

/** A point in time as RFC 3339 writes it. */
export const timestamp = (description: string, more: Keywords = {}): Schema<string> =>
  string(description, { format: "date-time", examples: ["2026-11-21T10:00:00.000Z"], ...more });

export const number = (description: string, more: Keywords = {}): Schema<number> =>
  schema({ type: "number", description, ...more });

/** A whole number, not negative unless `more` says so. */
export const integer = (description: string, more: Keywords = {}): Schema<number> =>
  schema({ type: "integer", minimum: 0, description, ...more });

export const boolean = (description: string, more: Keywords = {}): Schema<boolean> =>
  schema({ type: "boolean", description, ...more });

/** A file, in a form. */
export const binary = (description: string): Schema =>
  schema({ type: "string", format: "binary", contentMediaType: "application/octet-stream", description });

/** One of some words. */
export const words = <const Word extends string>(
  choices: readonly Word[],
  description: string,
  more: Keywords = {},
): Schema<Word> => schema({ type: "string", enum: choices, description, ...more });

/** Any JSON. */
export const anything = <T = unknown>(description: string, more: Keywords = {}): Schema<T> =>
  schema({ description, ...more });

export const list = <T>(of: Schema<T>, description: string, more: Keywords = {}): Schema<readonly T[]> =>
  schema({ type: "array", items: of, description, ...more });

/** An object whose members have any names and one kind of value. */
export const map = <T>(
  of: Schema<T>,
  description: string,
  more: Keywords = {},
): Schema<{ readonly [name: string]: T }> =>
  schema({ type: "object", additionalProperties: of, description, ...more });

/** An object of these members, those of `T` where it is given: a missing one does not compile. */
export const object = <T = unknown>(
  members: MembersOf<NoInfer<T>>,
  description?: string,
  more: Keywords = {},
): Schema<T> => {
  const rows = Object.entries(members);
  const required = rows.filter(([, member]) => !("optional" in member)).map(([name]) => name);
  return schema({
    type: "object",
    properties: members,
    ...(required.length > 0 && { required }),
    ...(description !== undefined && { description }),
    ...more,
  });
};

/** An object as {@link object} has it, in a request: other members are refused. */
export const closed = (members: Members, description?: string, more: Keywords = {}): Schema =>
  object(members, description, { additionalProperties: false, ...more });

export const nullable = <T>(of: Schema<T>): Schema<T | null> => {
  const { type, ...others } = of.keywords;
  if (of.name === undefined && typeof type === "string" && !("enum" in others)) {
    return schema({ type: [type, "null"], ...others });
  }
  return schema({ anyOf: [of, schema({ type: "null" })] });
};

/** What fits one of these at least. */
export const either = <T = unknown>(
  of: readonly Schema<NoInfer<T>>[],
  description: string,
  more: Keywords = {},
): Schema<T> => schema({ anyOf: of, description, ...more });

/** This very value. */
export const constant = <const T extends string | number | boolean | null>(
  value: T,
  description: string,
): Schema<T> => schema({ type: value === null ? "null" : typeof value, const: value, description });

export const optional = <T>(of: Schema<T>): Optional<T> => ({ ...of, optional: true });

/** A table of rows as members that may all be left out. */
export const optionals = <Rows extends { readonly [name: string]: { readonly schema: Schema } }>(
  rows: Rows,
): { readonly [Name in keyof Rows]: Optional } =>
  Object.fromEntries(Object.entries(rows).map(([name, row]) => [name, optional(row.schema)])) as {
    readonly [Name in keyof Rows]: Optional;
  };

/** Gives a schema that stands in several places one place of its own. */
export const named = <T>(name: string, of: Schema<T>): Schema<T> => ({ ...of, name });

/** A schema that is written elsewhere, such as that of a transform option. */
export const schema = <T>(keywords: Keywords): Schema<T> => ({ keywords });

export function isSchema(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && "keywords" in value;
}

export interface Members {
  readonly [name: string]: Schema | Optional;
}

/** The members that describe a type: for each of its own one, marked where it may be absent. */
export type MembersOf<T> = unknown extends T
  ? Members
  : {
      readonly [Name in keyof T]-?: object extends Pick<T, Name>
        ? Optional<Exclude<T[Name], undefined>>
        : Schema<T[Name]> & { readonly optional?: never };
    };
