import { runProgram, startServer } from "@darkroom/host";
import { listen } from "./server.ts";
import { sqlite } from "./sqlite.ts";

const platform = { runtime: `node ${process.versions.node}`, sqlite, listen };

await runProgram({
  command: "npm start",
  start: (config, log) => startServer(platform, config, log),
});
