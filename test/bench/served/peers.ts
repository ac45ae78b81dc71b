import { execFileSync, spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createReadStream, existsSync } from "node:fs";
import { createServer as createHttpServer } from "node:http";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { hasPeer } from "../engines/peers.ts";
import { QUALITY, type PlainRequest, type RunningSubject, type Subject } from "./subject.ts";

const IPX: Subject = {
  name: "IPX",
  kind: "peer",
  formats: ["jpeg", "webp", "avif"],
  caches: false,
  settings: `IPX 3.1.1 (sharp 0.34.5) on Node, files from a folder, no cache of results, quality ${QUALITY}`,
  absence: hasPeer("ipx") ? undefined : "it is not installed: npm ci --prefix test/bench/peers",
  async start(folder, prefix) {
    const script = fileURLToPath(new URL("../peers/ipx-server.mjs", import.meta.url));
    const [command, ...words] = [...prefix, process.execPath, script, folder];
    const child = spawn(command, words, { stdio: ["ignore", "pipe", "inherit"] });
    const [url] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
    return fileServer(child, url, folder, ({ width, format }, name) => ({
      path: `/w_${width},f_${format},q_${QUALITY}/${name}.jpg`,
      headers: {},
    }));
  },
};

const NGINX: Subject = {
  name: "nginx",
  kind: "peer",
  formats: ["jpeg"],
  caches: false,
  settings: `nginx with image_filter (libgd), one worker process, JPEG only, no cache of results, quality ${QUALITY}`,
  absence:
    spawnSync("nginx", ["-v"]).status === 0
      ? undefined
      : "it is not installed: apt-get install nginx libnginx-mod-http-image-filter",
  async start(folder, prefix) {
    const port = await freePort();
    const file = join(folder, "nginx.conf");
    await mkdir(join(folder, "temporary"), { recursive: true });
    await writeFile(file, nginxConfiguration(folder, port));
    const [command, ...words] = [...prefix, "nginx", "-p", folder, "-e", "stderr", "-c", file];
    const child = spawn(command, words, { stdio: ["ignore", "ignore", "inherit"] });
    const url = `http://127.0.0.1:${port}`;
    await untilAnswers(url, child);
    return fileServer(child, url, folder, ({ width }, name) => ({
      path: `/${width}/${name}.jpg`,
      headers: {},
    }));
  },
};

const NEXT_FOLDER = fileURLToPath(new URL("../next-peer", import.meta.url));
const NEXT_WIDTHS = Array.from({ length: 25 }, (_, step) => 400 + 50 * step);

const NEXT: Subject = {
  name: "Next.js",
  kind: "peer",
  formats: ["jpeg", "webp", "avif"],
  caches: true,
  settings: `the image optimiser of Next.js 16.4.5 (sharp), \`next start\`, to the nearest of 25 widths, pictures fetched over loopback, cache on disk, quality ${QUALITY}`,
  absence: existsSync(join(NEXT_FOLDER, "node_modules/next"))
    ? undefined
    : "it is not installed: npm ci --prefix test/bench/next-peer",
  async start(folder, prefix) {
    const next = join(NEXT_FOLDER, "node_modules/next/dist/bin/next");
    const environment = { ...process.env, NEXT_TELEMETRY_DISABLED: "1" };
    const site = { cwd: NEXT_FOLDER, env: environment } as const;
    if (!existsSync(join(NEXT_FOLDER, ".next/BUILD_ID")))
      execFileSync(process.execPath, [next, "build"], { ...site, stdio: "ignore" });
    await rm(join(NEXT_FOLDER, ".next/cache/images"), { recursive: true, force: true });
    const pictures = await servePictures(folder);
    const port = await freePort();
    const [command, ...words] = [...prefix, process.execPath, next, "start", "-p", String(port)];
    // A group of its own, for it has processes below it that outlive it.
    const child = spawn(command, words, { ...site, stdio: "ignore", detached: true });
    const url = `http://127.0.0.1:${port}`;
    await untilAnswers(url, child);
    const running = fileServer(child, url, folder, ({ width, format }, name) => {
      const allowed = width < 400 ? 380 : NEXT_WIDTHS.findLast((each) => each <= width)!;
      const source = encodeURIComponent(`${pictures.url}/${width}/${name}.jpg`);
      return {
        path: `/_next/image?url=${source}&w=${allowed}&q=${QUALITY}`,
        headers: { accept: `image/${format}` },
      };
    });
    return {
      ...running,
      async stop() {
        if (child.exitCode === null && child.signalCode === null) {
          process.kill(-child.pid!, "SIGTERM");
          await once(child, "exit");
        }
        pictures.close();
      },
    };
  },
};

/** Servers that others use for the same; each delivers files of a folder. */
export const PEERS: readonly Subject[] = [IPX, NGINX, NEXT];

function fileServer(
  child: ChildProcess,
  url: string,
  folder: string,
  address: (
    wanted: Parameters<RunningSubject["delivery"]>[1],
    name: string,
  ) => Pick<PlainRequest, "path" | "headers">,
): RunningSubject {
  return {
    url,
    pid: child.pid!,
    store: ({ name, bytes }) => writeFile(join(folder, `${name}.jpg`), bytes),
    delivery: ({ name }, wanted) => ({ method: "GET", ...address(wanted, name) }),
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill("SIGTERM");
      await once(child, "exit");
    },
  };
}

/** Pictures of a folder under any number of addresses, so that each is new to who caches: `/<anything>/<file>`. */
async function servePictures(folder: string): Promise<{ readonly url: string; close(): void }> {
  const server = createHttpServer((request, response) => {
    const name = /^\/\d+\/([a-z]+\.jpg)$/.exec(request.url ?? "")?.[1];
    if (name === undefined) return void response.writeHead(404).end();
    response.writeHead(200, { "content-type": "image/jpeg" });
    createReadStream(join(folder, name)).pipe(response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function nginxConfiguration(folder: string, port: number): string {
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    .map((name) => `  ${name}_temp_path ${folder}/temporary/${name};`)
    .join("\n");
  return `load_module /usr/lib/nginx/modules/ngx_http_image_filter_module.so;
daemon off;
error_log stderr crit;
master_process off;
pid ${folder}/nginx.pid;
events { worker_connections 256; }
http {
${temporary}
  access_log off;
  default_type image/jpeg;
  server {
    listen 127.0.0.1:${port};
    root ${folder};
    location ~ "^/([0-9]{1,4})(/[a-z]+\\.jpg)$" {
      set $width $1;
      rewrite ^/[0-9]+(/.*)$ $1 break;
      image_filter resize $width -;
      image_filter_jpeg_quality ${QUALITY};
      image_filter_buffer 32M;
    }
  }
}
`;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

async function untilAnswers(url: string, child: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    if (child.exitCode !== null) throw new Error(`It ended with code ${child.exitCode}.`);
    const answered = await fetch(url).then(
      () => true,
      () => false,
    );
    if (answered) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`Nothing answers on ${url}.`);
}
