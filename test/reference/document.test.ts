import { readFileSync } from "node:fs";
import { Validator } from "@seriousme/openapi-schema-validator";
import { describe, expect, test } from "vitest";
import { DOCUMENT, generatedDocument } from "../readme/generated.ts";
import { createDocumentCheck, type ApiDocument } from "./document-check.ts";

const committed = readFileSync(DOCUMENT, "utf8");
const document = JSON.parse(committed) as ApiDocument;
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.values(methods).map((operation) => ({ path, operation })),
);

describe("the document of the API", () => {
  test("is the one that is committed (npm run docs)", async () => {
    expect(committed).toBe(await generatedDocument());
  });

  test("is one of OpenAPI 3.1", async () => {
    const { valid, errors } = await new Validator().validate(committed);
    expect(errors).toBe(undefined);
    expect(valid).toBe(true);
  });

  test("has schemas that JSON Schema takes, and examples that fit them", () => {
    expect(createDocumentCheck(document).wrongExamples()).toEqual([]);
  });

  test("has one name for each operation, and one operation for each name", () => {
    const names = operations.map(({ operation }) => operation.operationId);
    expect(names.length).toBeGreaterThan(30);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  test("asks for a credential wherever the API does", () => {
    const open = operations
      .filter(({ operation }) => operation.security.length === 0)
      .map(({ path }) => path);
    expect(open.filter((path) => path.startsWith("/client/"))).toEqual([]);
    expect(operations.filter(({ path }) => path.startsWith("/client/")).length).toBeGreaterThan(30);
  });

  test("says of every parameter and every answer what it is", () => {
    for (const { operation } of operations) {
      const { operationId, summary, parameters, responses } = operation;
      expect([operationId, summary]).toEqual([operationId, expect.stringMatching(/^[A-Z].*[^.]$/)]);
      for (const { name, description } of parameters)
        expect([operationId, name, description]).toEqual([operationId, name, expect.stringMatching(/\.$/)]);
      expect(Object.keys(responses)).toContain("200");
    }
  });
});

describe("an answer", () => {
  const check = createDocumentCheck(document);
  const health = { status: "ok", runtime: "node", codecs: [] };
  const answered = { method: "GET", path: "/healthz", headers: {}, status: 200, type: "application/json" };

  test.each([
    ["as it is described", {}, health, undefined],
    ["with a member too many", {}, { ...health, more: 1 }, "must NOT have additional properties"],
    ["with a member too few", {}, { status: "ok", runtime: "node" }, "must have required property 'codecs'"],
    ["of another status", { status: 201 }, health, "does not answer 201"],
    ["of another type", { type: "text/html" }, health, "does not answer 200 with text/html"],
  ])("%s is judged so", (_what, change, body, problem) => {
    const found = check.problemOf({ ...answered, ...change, body: Buffer.from(JSON.stringify(body)) });
    if (problem === undefined) expect(found).toBe(undefined);
    else expect(found).toContain(problem);
  });

  test("with the number of an error that the operation does not have is found", () => {
    const path = "/client/v4/accounts/acme/images/v1/stats";
    const failure = (code: number) => ({
      result: null,
      success: false,
      errors: [{ code, message: "" }],
      messages: [],
    });
    const problemOf = (code: number) =>
      check.problemOf({ ...answered, path, status: 403, body: Buffer.from(JSON.stringify(failure(code))) });
    expect(problemOf(9109)).toBe(undefined);
    expect(problemOf(5453)).toContain("countImages does not fail so");
  });
});
