import { readdir, readFile, stat } from "node:fs/promises";
import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { upload, uploaded } from "../harness/client.ts";
import { fixture, PHOTO } from "../harness/fixtures.ts";
import { FOLDER_RUNTIMES } from "../harness/runtimes.ts";
import { runToExit, startProcess } from "../harness/served-process.ts";
import { temporaryFolder } from "../harness/temporary-folder.ts";

describe.each(FOLDER_RUNTIMES)("$name", (runtime) => {
  describe("starting", () => {
    test("the first run makes credentials that only the owner may read, and later runs keep them", async () => {
      await using folder = await temporaryFolder();
      const data = join(folder.path, "data");
      const first = await startProcess(data, {}, runtime);
      expect(first.output()).toContain(`curl ${first.api}`);
      expect(first.output()).not.toContain(first.keyHeaders["X-Auth-Key"]);
      expect(first.output()).not.toContain(first.tokenHeaders.authorization.slice(7));
      for (const name of ["key", "token"]) {
        expect((await stat(join(data, "credentials", name))).mode & 0o777).toBe(0o600);
      }
      expect((await stat(data)).mode & 0o777).toBe(0o700);
      expect(await first.stop()).toBe(0);
      await using second = await startProcess(data, {}, runtime);
      expect(second.keyHeaders).toEqual(first.keyHeaders);
      expect(second.account).toBe(first.account);
    });

    test("a port in use is one clear sentence", async () => {
      await using folder = await temporaryFolder();
      const other = createServer().listen(0, "127.0.0.1");
      await once(other, "listening");
      const { port } = other.address() as AddressInfo;
      const { code, output } = await runToExit(
        { PORT: String(port), DARKROOM_DATA: join(folder.path, "data") },
        [],
        runtime,
      );
      other.close();
      expect(code).toBe(1);
      expect(output.trim()).toBe(
        `Port ${port} is in use on 127.0.0.1. Stop what listens there, or choose another with PORT=8788 ${runtime.command}.`,
      );
    });

    test("all problems of the configuration are told at once", async () => {
      const { code, output } = await runToExit(
        { PORT: "x", DARKROOM_CACHE: "much", DARKROOM_COLOUR: "red" },
        [],
        runtime,
      );
      expect(code).toBe(1);
      expect(output).toMatch(/3 problems/);
      for (const name of ["PORT", "DARKROOM_CACHE", "DARKROOM_COLOUR"])
        expect(output).toContain(`\`${name}\``);
    });

    test("a second process on the same folder is refused, and works once the first is killed", async () => {
      await using folder = await temporaryFolder();
      const data = join(folder.path, "data");
      await using first = await startProcess(data, {}, runtime);
      const { code, output } = await runToExit({ PORT: "0", DARKROOM_DATA: data }, [], runtime);
      expect(code).toBe(1);
      expect(output).toContain(`in use by process ${first.pid}`);
      await first.kill();
      await using second = await startProcess(data, {}, runtime);
      expect((await fetch(`${second.url}/healthz`)).status).toBe(200);
    });

    test("--help lists every setting", async () => {
      const { code, output } = await runToExit({}, ["--help"], runtime);
      expect(code).toBe(0);
      expect(output).toContain("DARKROOM_PUBLIC_URL");
    });

    test("credentials from the environment are used and not written down", async () => {
      await using folder = await temporaryFolder();
      const given = {
        DARKROOM_ACCOUNT: "acme",
        DARKROOM_AUTH_KEY: "a-key-from-elsewhere",
        DARKROOM_API_TOKEN: "a-token-from-elsewhere",
      };
      await using server = await startProcess(join(folder.path, "data"), given, runtime);
      expect(server.api).toContain("/accounts/acme/");
      expect((await upload(server, await fixture(PHOTO))).status).toBe(200);
      expect(server.output()).toContain("$DARKROOM_AUTH_KEY");
      expect(await readdir(join(folder.path, "data", "credentials"))).toEqual(["email"]);
    });
  });

  describe("stopping", () => {
    test("SIGTERM lets the request under way end, refuses new ones, leaves what nobody waits for, and exits with 0", async () => {
      await using folder = await temporaryFolder();
      await using server = await startProcess(
        join(folder.path, "data"),
        { DARKROOM_LOG_LEVEL: "info" },
        runtime,
      );
      await fetch(`${server.api}/config`, {
        method: "PATCH",
        headers: { ...server.tokenHeaders, "content-type": "application/json" },
        body: JSON.stringify({ prewarm: { variants: ["default", "public"] } }),
      });
      const { url } = await uploaded(server, await fixture(PHOTO), "default");
      const answer = fetch(url, { headers: { accept: "image/avif", "cf-device-type": "tablet" } });
      // The health check was sent after it on another connection, so the server has the request by now.
      await fetch(`${server.url}/healthz`);
      const exit = server.stop();
      const response = await answer;
      expect(response.status).toBe(200);
      expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(1000);
      expect(await exit).toBe(0);
      expect(server.output()).toContain("SIGTERM: finishing");
      expect(server.output()).not.toContain("computed ahead");
      await expect(fetch(`${server.url}/healthz`)).rejects.toThrow();
    });
  });

  describe("the cache", () => {
    test("stays within its quota whatever is asked for", async () => {
      await using folder = await temporaryFolder();
      const data = join(folder.path, "data");
      const quota = 100_000;
      let derived = 0;
      await using server = await startProcess(data, { DARKROOM_CACHE: String(quota) }, runtime);
      for (const path of [
        "png/kodim23-photo-rgb8.png",
        "photos/adobe-rgb-600.jpg",
        "webp/lossy-photo.webp",
      ]) {
        const { id } = await uploaded(server, await fixture(path));
        for (const device of ["desktop", "tablet", "mobile"]) {
          for (const accept of ["image/jpeg", "image/webp"]) {
            const response = await fetch(`${server.url}/default/${id}`, {
              headers: { accept, "cf-device-type": device },
            });
            expect(response.status).toBe(200);
            derived += (await response.arrayBuffer()).byteLength;
            expect(await bytesIn(join(data, "cache"))).toBeLessThanOrEqual(quota);
          }
        }
      }
      // Or the quota was never in the way.
      expect(derived).toBeGreaterThan(3 * quota);
    });

    test("loses what was derived from a deleted image, and the original", async () => {
      await using folder = await temporaryFolder();
      const data = join(folder.path, "data");
      const server = await startProcess(data, {}, runtime);
      const { id, url } = await uploaded(server, await fixture(PHOTO));
      await (await fetch(url)).arrayBuffer();
      expect(await bytesIn(join(data, "cache"))).toBeGreaterThan(0);
      await fetch(`${server.api}/${id}`, { method: "DELETE", headers: server.tokenHeaders });
      expect(await server.stop()).toBe(0);
      expect(await bytesIn(join(data, "cache"))).toBe(0);
      expect(await bytesIn(join(data, "blobs"))).toBe(0);
    });
  });
});

async function bytesIn(folder: string): Promise<number> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  const sizes = files
    .filter((entry) => entry.isFile())
    .map((entry) =>
      readFile(join(entry.parentPath, entry.name)).then(
        (bytes) => bytes.length,
        () => 0,
      ),
    );
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
