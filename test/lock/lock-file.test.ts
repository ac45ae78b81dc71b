import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

interface LockedPackage {
  readonly version?: string;
  readonly resolved?: string;
  readonly link?: boolean;
  readonly integrity?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const lock = JSON.parse(readFileSync(new URL("../../package-lock.json", import.meta.url), "utf8")) as {
  readonly packages: Readonly<Record<string, LockedPackage>>;
};

/** npm leaves out optional packages that it could not fetch when it wrote the lock; `npm ci` then fails elsewhere. */
test("the lock file holds every optional dependency, for all platforms", () => {
  const missing = Object.entries(lock.packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !candidates(path, name).some((place) => place in lock.packages))
      .map((name) => `${path || "(root)"} → ${name}`),
  );
  expect(missing).toEqual([]);
});

test("the lock file names no registry host, and every package has its hash", () => {
  const remote = Object.entries(lock.packages).filter(
    ([path, row]) => path.includes("node_modules/") && !row.link,
  );
  expect(remote.length).toBeGreaterThan(50);
  expect(remote.filter(([, { resolved }]) => resolved !== undefined).map(([path]) => path)).toEqual([]);
  expect(remote.filter(([, { integrity }]) => integrity === undefined).map(([path]) => path)).toEqual([]);
});

/** Where Node would look for `name` from a package at `path`, nearest first. */
function candidates(path: string, name: string): string[] {
  const folders = [path];
  for (
    let at = path.lastIndexOf("/node_modules/");
    at >= 0;
    at = path.lastIndexOf("/node_modules/", at - 1)
  ) {
    folders.push(path.slice(0, at));
  }
  return [...folders, ""].map((folder) => `${folder === "" ? "" : `${folder}/`}node_modules/${name}`);
}
