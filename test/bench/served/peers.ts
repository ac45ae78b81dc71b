import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
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

/** Servers that others use for the same; each delivers files of a folder. */
export const PEERS: readonly Subject[] = [IPX, NGINX];

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

function nginxConfiguration(folder: string, port: number): string {
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    .map((name) => `  ${name}_temp_path ${folder}/temporary/${name};`)
    .join("\n");
  return `load_module /usr/lib/nginx/modules/ngx_http_image_filter_module.so;
daemon off;
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
    if (child.exitCode !== null) throw new Error(`nginx ended with code ${child.exitCode}.`);
    const answered = await fetch(url).then(
      () => true,
      () => false,
    );
    if (answered) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`Nothing answers on ${url}.`);
}
