export { openCredentialFiles, type CredentialFiles } from "./credential-files.ts";
export { openDataFolder, type DataFolder } from "./data-folder.ts";
export type { Listener, ListenOptions, Platform } from "./platform.ts";
export { PortInUseError, type ListenPlace } from "./port-in-use.ts";
export { runProgram, type Program } from "./program.ts";
export type { RunningServer } from "./running-server.ts";
export { startServer } from "./server.ts";
export { shownAddress } from "./shown-address.ts";
export type { LockSqlite, Sqlite, SqliteConnection, SqliteStatement } from "./sqlite.ts";
