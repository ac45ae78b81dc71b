export type { Listener, ListenOptions, Platform } from "./platform.ts";
export { runProgram } from "./program.ts";
export type { Sqlite, SqliteConnection, SqliteStatement } from "./sqlite.ts";
