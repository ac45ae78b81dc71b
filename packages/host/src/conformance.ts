/** The suites that every platform must pass, run by its own tests inside the runtime that it is for. */
export { describeSqlite } from "./conformance/sqlite-driver.ts";
export { describeDataFolder } from "./conformance/data-folder.ts";
export { describeListener } from "./conformance/listener.ts";
