import { runProgram, startServer } from "@darkroom/host";
import { listen } from "./server.ts";
import { sqlite } from "./sqlite.ts";

const platform = { runtime: `bun ${Bun.version}`, sqlite, listen };

await runProgram({
  command: "npm run start:bun",
  start: (config, log) => startServer(platform, config, log),
});
