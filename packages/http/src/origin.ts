import type { AppDeps } from "./deps.ts";

/**
 * Scheme and host that go into image addresses: the configured ones, else those of the request. What a proxy
 * says of itself counts only when it is trusted, for any client can send these headers.
 */
export function publicOrigin(
  request: Request,
  settings: Pick<AppDeps["settings"], "publicUrl" | "trustProxy">,
): string {
  if (settings.publicUrl !== undefined) return settings.publicUrl;
  const { origin, host, protocol } = new URL(request.url);
  if (!settings.trustProxy) return origin;
  const forwardedHost = lastMember(request.headers.get("x-forwarded-host")) ?? host;
  const forwardedProtocol = lastMember(request.headers.get("x-forwarded-proto")) ?? protocol.slice(0, -1);
  const candidate = `${forwardedProtocol}://${forwardedHost}`;
  const plain = /^https?:\/\/[A-Za-z0-9.:_[\]-]+$/.test(candidate);
  return plain && URL.canParse(candidate) ? new URL(candidate).origin : origin;
}

/** The entry nearest to this server: the one that the trusted proxy itself added. */
function lastMember(field: string | null): string | undefined {
  return field?.split(",").at(-1)?.trim() || undefined;
}
