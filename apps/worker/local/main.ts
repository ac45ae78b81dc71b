import { runProgram } from "@darkroom/host";
import { startServer } from "./server.ts";

await runProgram({
  command: "npm run start:worker",
  start: (config, log) =>
    startServer(config, {
      environment: process.env,
      log,
      writeLine: (line) => process.stderr.write(`${line}\n`),
    }),
});
