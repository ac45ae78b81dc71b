import type { D1Database, D1PreparedStatement } from "@cloudflare/workers-types";
import { StorageError, type SqlDriver, type SqlRow, type SqlStatement } from "@darkroom/storage";

/** A D1 database as the record store takes it. D1 runs a batch in one transaction and confirms what is durable. */
export function createD1Driver(database: D1Database): SqlDriver {
  const prepare = ({ sql, parameters = [] }: SqlStatement): D1PreparedStatement =>
    database.prepare(sql).bind(...parameters);

  return {
    all: (statement) => guard(async () => (await prepare(statement).all<SqlRow>()).results),
    batch: (statements) =>
      guard(async () => {
        const results = await database.batch<SqlRow>(statements.map(prepare));
        return results.map((result) => result.results);
      }),
    // The binding belongs to the runtime.
    async close() {},
  };
}

/**
 * SQLite's verdict on the statement itself: a defect of the program, or of a schema that is not there yet.
 * Everything else that D1 says is about D1: overloaded, being reset, too slow, full.
 */
const STATEMENT_FAULT = /SQLITE_(ERROR|CONSTRAINT|MISMATCH|RANGE|MISUSE)/;

async function guard<Result>(operation: () => Promise<Result>): Promise<Result> {
  try {
    return await operation();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (STATEMENT_FAULT.test(reason)) throw error;
    throw new StorageError("store_unavailable", `The D1 database cannot be used: ${reason}.`, {
      cause: error,
    });
  }
}
