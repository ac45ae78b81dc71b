import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";

const peers = createRequire(new URL("../peers/package.json", import.meta.url));

/** Loads a module of the peers' own workspace; its type is what the engine says it uses. */
export async function loadPeer<Module>(specifier: string): Promise<Module> {
  return (await import(pathToFileURL(peers.resolve(specifier)).href)) as Module;
}

/** Compiles a binary of a peer. */
export async function compilePeer(specifier: string): Promise<WebAssembly.Module> {
  return WebAssembly.compile(await readFile(peers.resolve(specifier)));
}

/** Whether the peer has been installed, by `npm ci --prefix test/bench/peers`. */
export function hasPeer(name: string): boolean {
  return existsSync(new URL(`../peers/node_modules/${name}/package.json`, import.meta.url));
}
