#!/usr/bin/env node
// Plain JavaScript, so that every Node can begin; the program itself is TypeScript, which only newer ones can run.
import { spawn } from "node:child_process";
import nodeModule from "node:module";

/** The packages that bring a Node of their own, as `npm ci` installed one of them. */
const NODE_PACKAGES = [
  `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`,
  `node-bin-${process.platform}-${process.arch}`,
];

/** The Node that `npm ci` brought, or undefined. */
function installedNode() {
  const require = nodeModule.createRequire(import.meta.url);
  for (const name of NODE_PACKAGES) {
    try {
      return require.resolve(`${name}/bin/${process.platform === "win32" ? "node.exe" : "node"}`);
    } catch {
      // Of the packages only that of this platform is installed.
    }
  }
  return undefined;
}

const runsSources = process.versions.bun !== undefined || Number.parseInt(process.versions.node, 10) >= 26;
const node = runsSources ? undefined : installedNode();

if (runsSources) {
  // Spares every start after the first the reading of TypeScript.
  nodeModule.enableCompileCache?.();
  const { main } = await import("../src/cli/main.ts");
  await main();
} else if (node === undefined) {
  process.stderr.write(`Darkroom needs Node 26 or later; this is ${process.version}.\n`);
  process.exitCode = 1;
} else {
  const child = spawn(node, process.argv.slice(1), { stdio: "inherit" });
  // A terminal interrupts both: this one waits for what the other makes of it.
  process.on("SIGINT", () => undefined);
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  child.on("exit", (code) => {
    process.exitCode = code ?? 1;
  });
}
