import { HttpError } from "../errors.ts";
import { refusedAs } from "./address-table.ts";
import { endpointOf, isListed, type HostList } from "./host-list.ts";
import { addressOf, parseIpAddress } from "./ip-address.ts";
import type { Outbound } from "./outbound.ts";

/** What may be fetched. */
export interface FetchPolicy {
  /** undefined: every public host where the runtime connects to an address that was checked, else none. */
  readonly hosts: HostList | undefined;
  /** The setting that lists the hosts, for who is refused. */
  readonly hostsSetting: string;
  /** `host:port` that may be fetched wherever they lead, by http too. */
  readonly privateEndpoints: readonly string[];
}

/** An address that may be asked for, as far as its text tells. */
export interface Target {
  /** Without credentials and fragment. */
  readonly url: URL;
  /** The credentials of the address, as a header. */
  readonly authorization?: string;
}

const MOST_CHARACTERS = 4096;
const SCHEMES: ReadonlySet<string> = new Set(["http:", "https:"]);
/** Below 1024 live the services of a machine, such as mail, that a request could be made to talk to. */
const LOW_PORTS: ReadonlySet<string> = new Set(["", "80", "443"]);
const FIRST_HIGH_PORT = 1024;

/**
 * Reads an address that a client gave. Throws `source_invalid`, never repeating the address: it may hold a
 * password.
 */
export function parseTarget(text: string): Target {
  const isPlain = text.length <= MOST_CHARACTERS && !/[\s\p{Cc}\\]/u.test(text);
  if (!isPlain || !/^[a-z][a-z0-9+.-]*:\/\//i.test(text) || !URL.canParse(text)) throw invalid();
  const url = new URL(text);
  if (!SCHEMES.has(url.protocol)) throw invalid();
  const authorization = basicCredentials(url);
  const bare = bareUrl(url);
  if (bare === undefined) throw invalid();
  return authorization === undefined ? { url: bare } : { url: bare, authorization };
}

/** Where a redirect leads. Throws `source_refused` for what is no step on the way to an image. */
export function redirectTarget(from: URL, location: string): URL {
  if (!URL.canParse(location, from)) throw refused("It redirects to what is no address.");
  const url = new URL(location, from);
  if (from.protocol === "https:" && url.protocol === "http:")
    throw refused("It redirects from https to http.");
  if (!SCHEMES.has(url.protocol)) throw refused(`It redirects to ${url.protocol}, not to http or https.`);
  if (url.username !== "" || url.password !== "")
    throw refused("It redirects to an address with credentials.");
  const bare = bareUrl(url);
  if (bare === undefined) throw refused("It redirects to what is no name of a host.");
  return bare;
}

/**
 * Refuses an address by what its text tells, without asking anybody. Throws `source_refused`.
 * @param resolves Whether the runtime knows where names lead.
 */
export function assertAllowed(
  url: URL,
  { hosts, hostsSetting, privateEndpoints }: FetchPolicy,
  resolves: boolean,
): void {
  if (privateEndpoints.includes(endpointOf(url))) return;
  const name = url.hostname;
  const literal = addressOf(url);
  if (!LOW_PORTS.has(url.port) && Number(url.port) < FIRST_HIGH_PORT)
    throw refused(`Expected port 80, 443, or one from ${FIRST_HIGH_PORT}, but received ${url.port}.`);
  if (literal !== undefined) {
    const what = refusedAs(literal);
    if (what !== undefined) throw refused(`${name} is no public address: ${what}.`);
    if (!resolves) throw refused("Expected the name of a host, not an address in digits.");
  }
  const listed = hosts ?? (resolves ? ["*"] : []);
  if (!isListed(listed, name)) throw refused(unlisted(hosts, hostsSetting));
}

/**
 * Decides where to connect to for an address.
 * @returns the addresses to connect to, each of them checked; undefined when the runtime connects by name, which
 * then is one that the operator listed. Throws `source_refused` or `source_unresolved`.
 */
export async function admit(
  url: URL,
  policy: FetchPolicy,
  { resolve }: Pick<Outbound, "resolve">,
): Promise<readonly string[] | undefined> {
  assertAllowed(url, policy, resolve !== undefined);
  if (resolve === undefined) return undefined;
  const name = url.hostname;
  const literal = addressOf(url);
  const isPrivate = policy.privateEndpoints.includes(endpointOf(url));
  if (literal !== undefined) return [name.replaceAll(/[[\]]/g, "")];
  const addresses = await resolve(name).catch((cause: unknown) => {
    throw new HttpError("source_unresolved", undefined, { cause });
  });
  if (addresses.length === 0) throw new HttpError("source_unresolved");
  // One that may not be reached is enough: names of the outside have no addresses inside.
  if (!isPrivate && !addresses.every(isPublic)) throw refused(`${name} has no public address.`);
  return addresses;
}

function isPublic(text: string): boolean {
  const address = parseIpAddress(text);
  return address !== undefined && refusedAs(address) === undefined;
}

/**
 * The URL that is asked for: a name without the dot that may end it, no credentials, no fragment; undefined when
 * there can be no server of that name.
 */
function bareUrl(url: URL): URL | undefined {
  const bare = new URL(url);
  bare.username = "";
  bare.password = "";
  bare.hash = "";
  if (addressOf(bare) !== undefined) return bare;
  const name = bare.hostname.replace(/\.$/, "");
  // The URL Standard lets more through than names of the DNS.
  if (!/^(?:[\w-]{1,63}\.)*[\w-]{1,63}$/.test(name) || name.length > 253) return undefined;
  bare.hostname = name;
  return bare;
}

function basicCredentials({ username, password }: URL): string | undefined {
  if (username === "" && password === "") return undefined;
  try {
    const [user, secret] = [decodeURIComponent(username), decodeURIComponent(password)];
    // RFC 7617, section 2: a colon ends the user, and there are no control characters.
    if (user.includes(":") || /\p{Cc}/u.test(user + secret)) throw invalid();
    return `Basic ${new TextEncoder().encode(`${user}:${secret}`).toBase64()}`;
  } catch {
    throw invalid();
  }
}

function unlisted(hosts: HostList | undefined, setting: string): string {
  return hosts === undefined || hosts.length === 0
    ? `This server asks no host, unless \`${setting}\` lists it.`
    : `This server asks only the hosts that \`${setting}\` lists.`;
}

function invalid(): HttpError {
  return new HttpError("source_invalid");
}

function refused(sentence: string): HttpError {
  return new HttpError("source_refused", `The address is not fetched. ${sentence}`);
}
