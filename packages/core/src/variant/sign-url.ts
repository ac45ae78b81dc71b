import { DarkroomError, expectedSentence } from "../errors.ts";
import { DELIVERY_PREFIX } from "./delivery-url.ts";

export interface Signing {
  /** A signing key's value, as the API shows it. */
  readonly key: string;
  /** When the address stops working, in milliseconds since the epoch, as `Date.now()` counts; never if left out. */
  readonly expiresAt?: number;
}

/** The part of an address that is signed, as it was sent: scheme, host and fragment are not. */
export type SignedPart = Pick<URL, "pathname" | "search">;

export interface SignatureCheck {
  /** The values of every key that may have signed it. */
  readonly keys: readonly string[];
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** What a signature is worth. Whether it has expired is told only of one that is right. */
export type SignatureVerdict =
  /** `expiresAt` in milliseconds since the epoch; undefined when it holds as long as its key. */
  | { readonly verdict: "valid"; readonly expiresAt: number | undefined }
  | { readonly verdict: "absent" | "malformed" | "wrong" | "expired" };

/** Whole seconds up to the year 5138, so that milliseconds, sent by mistake, are not taken for an expiry. */
const SECONDS = /^(0|[1-9]\d{0,10})$/;
const MOST_SECONDS = 99_999_999_999;

/** HMAC-SHA256 in lower-case hex. */
const SIGNATURE = /^[0-9a-f]{64}$/;

/**
 * Signs a delivery address, so that it opens a private image: appends `exp`, if it is to expire, and `sig`.
 * Takes a whole address or a path that begins with a slash, and returns the same. Parameters that it has already
 * are signed with it, an `exp` among them. The way of signing is Cloudflare's (Cloudflare Images, "Serve private
 * images"). Throws `option_invalid` for an empty key, an address that is signed already, and a wrong expiry.
 */
export async function signUrl(url: URL | string, { key, expiresAt }: Signing): Promise<string> {
  if (key === "") throw invalid("the value of a signing key", "key", key);
  const isPath = typeof url === "string" && /^\/(?!\/)/.test(url);
  const signed = new URL(isPath ? `http://path.invalid${url}` : parseAddress(url));
  const parameters = new URLSearchParams(signed.search);
  if (parameters.has("sig")) throw invalid("an address that is not signed yet", "url", String(url));
  if (expiresAt !== undefined) {
    if (parameters.has("exp"))
      throw invalid("an address without `exp`, or no `expiresAt`", "url", String(url));
    // Rounded down: an address must not outlive what was asked for.
    const seconds = Math.floor(expiresAt / 1000);
    if (!(seconds >= 0 && seconds <= MOST_SECONDS)) {
      throw invalid("milliseconds since the epoch", "expiresAt", expiresAt);
    }
    parameters.append("exp", String(seconds));
  }
  if (expiryOf(parameters) === "malformed") {
    throw invalid("whole seconds since the epoch, once", "exp", parameters.getAll("exp").join(" and "));
  }
  const [message] = signedTexts(signed.pathname, parameters);
  parameters.append("sig", (await hmacSha256(key, [message!]))[0]!.toHex());
  signed.search = parameters.toString();
  return isPath ? signed.pathname + signed.search + signed.hash : signed.href;
}

/**
 * Judges the signature of an address by its path and query as they were sent. The path is compared as it is
 * spelled, the query by the parameters that it means. Of the addresses under `/cdn-cgi/imagedelivery`, the whole
 * path or the path below may have been signed. Takes as long for a wrong signature as for a right one.
 */
export async function verifySignature(
  { pathname, search }: SignedPart,
  { keys, now }: SignatureCheck,
): Promise<SignatureVerdict> {
  const parameters = new URLSearchParams(search);
  const signatures = parameters.getAll("sig");
  if (signatures.length === 0) return { verdict: "absent" };
  const expiry = expiryOf(parameters);
  if (signatures.length > 1 || !SIGNATURE.test(signatures[0]!) || expiry === "malformed") {
    return { verdict: "malformed" };
  }
  parameters.delete("sig");
  const texts = signedTexts(pathname, parameters);
  const signature = Uint8Array.fromHex(signatures[0]!);
  let matches = false;
  for (const key of keys) {
    for (const expected of await hmacSha256(key, texts)) {
      // No early end, in the comparison or between keys.
      matches = equalBytes(expected, signature) || matches;
    }
  }
  if (!matches) return { verdict: "wrong" };
  // At the moment of `exp` it is over, as for the `exp` of RFC 7519, section 4.1.4.
  if (expiry !== undefined && now >= expiry) return { verdict: "expired" };
  return { verdict: "valid", expiresAt: expiry };
}

/**
 * The texts whose HMAC signs an address, the signer's own first. A path holds no `?` of its own, so each text has
 * one reading. Cloudflare's documentation leaves open two things, and both ways are taken: whether the prefix of
 * `/cdn-cgi/imagedelivery` is signed, and whether a `?` is when no parameter follows.
 */
function signedTexts(pathname: string, parameters: URLSearchParams): readonly string[] {
  const paths = pathname.startsWith(`${DELIVERY_PREFIX}/`)
    ? [pathname, pathname.slice(DELIVERY_PREFIX.length)]
    : [pathname];
  const query = parameters.toString();
  return paths.flatMap((path) => (query === "" ? [path, `${path}?`] : [`${path}?${query}`]));
}

/** Milliseconds since the epoch, undefined when there is no `exp`. */
function expiryOf(parameters: URLSearchParams): number | undefined | "malformed" {
  const [expiry, ...others] = parameters.getAll("exp");
  if (expiry === undefined) return undefined;
  return others.length === 0 && SECONDS.test(expiry) ? Number(expiry) * 1000 : "malformed";
}

async function hmacSha256(key: string, texts: readonly string[]): Promise<readonly Uint8Array[]> {
  const utf8 = new TextEncoder();
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const imported = await crypto.subtle.importKey("raw", utf8.encode(key), algorithm, false, ["sign"]);
  return Promise.all(
    texts.map(async (text) => new Uint8Array(await crypto.subtle.sign("HMAC", imported, utf8.encode(text)))),
  );
}

function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  let difference = a.length ^ b.length;
  for (let i = 0; i < a.length; i++) difference |= a[i]! ^ (b[i] ?? 0);
  return difference === 0;
}

function parseAddress(url: URL | string): URL {
  try {
    return new URL(url);
  } catch {
    throw invalid("a whole address, or a path that begins with one slash", "url", String(url));
  }
}

function invalid(what: string, name: string, received: unknown): DarkroomError {
  return new DarkroomError("option_invalid", expectedSentence(what, name, received));
}
