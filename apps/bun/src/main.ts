import { runProgram } from "@darkroom/host";
import { listen } from "./server.ts";
import { sqlite } from "./sqlite.ts";

await runProgram({
  runtime: `bun ${Bun.version}`,
  command: "npm run start:bun",
  sqlite,
  listen,
});
