import type { TokenScope } from "@darkroom/storage";
import type { ProblemCode } from "../errors.ts";
import { batchPath } from "../routes/batch.ts";
import type { Method, Route } from "../routes/route.ts";
import type { Description } from "./description.ts";

/** An operation of the server, as far as the reference tells of it. */
export interface Operation {
  readonly method: Method;
  /** From the root, its variable segments as in {@link Route}. */
  readonly path: string;
  readonly about: Description;
  /** What the credential must be good for; undefined where none is needed. */
  readonly scope?: TokenScope;
  readonly operatorOnly?: boolean;
  /** It takes batch tokens, and nothing else. */
  readonly inBatch?: boolean;
  /** How its failures are answered. */
  readonly failures: "envelope" | "text";
}

/** @param prefix What stands before the paths of the routes. */
export function operationsOf(routes: readonly Route[], prefix: string): readonly Operation[] {
  return routes.map(({ method, path, about, scope, operatorOnly = false }) => ({
    method,
    path: prefix + path,
    about,
    scope,
    operatorOnly,
    failures: "envelope",
  }));
}

/** The operations of the batch addresses: those of {@link operationsOf}, asked without naming an account. */
export function batchOperationsOf(routes: readonly Route[]): readonly Operation[] {
  return operationsOf(
    routes.filter(({ inBatch }) => inBatch),
    "",
  ).map(asBatch);
}

function asBatch({ path, about, ...row }: Operation): Operation {
  const operation = `${about.operation}InBatch`;
  const summary = `${about.summary}, in a batch`;
  return {
    ...row,
    path: batchPath(path),
    about: { ...about, tag: "batches", operation, summary },
    inBatch: true,
  };
}

/** The names of the variable segments of a path. */
export function variablesOf(path: string): readonly string[] {
  return [...path.matchAll(/[:*](\w+)/g)].map(([, name]) => name!);
}

/** All that can go wrong, what can with every operation of its kind included. */
export function problemsOf({
  path,
  about,
  scope,
  operatorOnly,
  failures,
}: Operation): ReadonlySet<ProblemCode> {
  const { body, problems = [] } = about;
  const variables = variablesOf(path);
  const found: ProblemCode[] = [];
  if (scope !== undefined) found.push("credential_missing", "credential_wrong");
  if (operatorOnly === true || (scope ?? "read") !== "read") found.push("scope_missing");
  if (variables.includes("account")) found.push("account_unknown");
  // Of the query, which every operation of the API looks at.
  if (failures === "envelope") found.push("field_invalid");
  if (body !== undefined) found.push("form_broken", "upload_too_slow");
  if (body !== undefined || variables.length > 1) found.push("record_invalid");
  return new Set([...found, ...problems, "store_unavailable", "internal"]);
}
