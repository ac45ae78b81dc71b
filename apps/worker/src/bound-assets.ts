import type { Fetcher } from "@cloudflare/workers-types";
import type { Assets } from "@darkroom/http";

/** Files that were uploaded beside the Worker, read over its binding; the host of the address means nothing. */
export function createBoundAssets(binding: Pick<Fetcher, "fetch">): Assets {
  return {
    async read(path) {
      const response = await binding.fetch(`https://assets.invalid/${path}`);
      const bytes = new Uint8Array(await response.arrayBuffer());
      return response.status === 200 ? bytes : undefined;
    },
  };
}
