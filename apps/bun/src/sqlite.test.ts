import { describeDataFolder, describeSqlite } from "@darkroom/host/conformance";
import { sqlite } from "./sqlite.ts";

const subject = { sqlite, module: new URL("./sqlite.ts", import.meta.url).href };
describeSqlite("bun:sqlite", subject);
describeDataFolder("bun:sqlite", subject);
