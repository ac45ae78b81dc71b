import { openDataFolder } from "../../data-folder.ts";
import type { Sqlite } from "../../sqlite.ts";

/** Holds a data folder until it is killed. */
const [, , module, path] = process.argv;
const { sqlite } = (await import(module!)) as { readonly sqlite: Sqlite };
const folder = await openDataFolder(sqlite, path!, {});
process.stdout.write("open");
setInterval(() => folder.path, 1000);
