import { runProgram } from "@darkroom/host";
import { listen } from "./server.ts";
import { sqlite } from "./sqlite.ts";

await runProgram({
  runtime: `node ${process.versions.node}`,
  command: "npm start",
  sqlite,
  listen,
});
