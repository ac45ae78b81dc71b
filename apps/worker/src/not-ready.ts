import { ConfigError, configProblems } from "@darkroom/http";
import { isStorageError } from "@darkroom/storage";

/**
 * What a Worker answers to everything while it cannot serve: 503, with what its owner has to do. Names of
 * settings are shown, values of secrets never.
 */
export function notReady(error: unknown): Response {
  return new Response(`Darkroom is deployed but not ready.\n\n${whatToDo(error)}\n`, {
    status: 503,
    headers: {
      "content-type": "text/plain; charset=utf-8",
      "cache-control": "no-store",
      "retry-after": "30",
      "x-content-type-options": "nosniff",
    },
  });
}

function whatToDo(error: unknown): string {
  if (error instanceof ConfigError) {
    return [
      configProblems(error.problems),
      "",
      "Set a secret with `npx wrangler secret put NAME`, a variable under `vars` in wrangler.jsonc.",
    ].join("\n");
  }
  if (isStorageError(error)) return `  ${error.message}`;
  return "  Its log says why: `npx wrangler tail`.";
}
