/**
 * Hosts as settings name them, in the URL Standard's spelling: a name, `*.` and a name for that and all below it, or `*`
 * for every public one. None at all: nothing is fetched.
 */
export type HostList = readonly string[];

/** @returns undefined for a text that is no list of hosts, separated by commas. */
export function parseHostList(text: string): HostList | undefined {
  if (text === "none") return [];
  const hosts = entriesOf(text).map((entry) => {
    if (entry === "*") return entry;
    const [, below = "", name = ""] = /^(\*\.)?([^/\\@?#:*[\]\s]+)$/.exec(entry) ?? [];
    const url = `https://${name}/`;
    return name !== "" && URL.canParse(url) ? below + new URL(url).hostname : undefined;
  });
  return allOf(hosts);
}

/** @returns undefined for a text that is no list of `host:port`, separated by commas. */
export function parseEndpoints(text: string): readonly string[] | undefined {
  const endpoints = entriesOf(text).map((entry) => {
    const url = `http://${entry}/`;
    if (!/^[^/\\@?#\s]+:\d{1,5}$/.test(entry) || !URL.canParse(url)) return undefined;
    return endpointOf(new URL(url));
  });
  return allOf(endpoints);
}

/** Whether a name is on the list. */
export function isListed(list: HostList, name: string): boolean {
  return list.some(
    (entry) =>
      entry === "*" ||
      entry === name ||
      (entry.startsWith("*.") && (name === entry.slice(2) || name.endsWith(entry.slice(1)))),
  );
}

/** Host and port of a URL, also where the port is the scheme's own. */
export function endpointOf({ hostname, port, protocol }: URL): string {
  return `${hostname}:${port || (protocol === "https:" ? "443" : "80")}`;
}

function entriesOf(text: string): string[] {
  return text.split(",").map((entry) => entry.trim());
}

function allOf(values: readonly (string | undefined)[]): readonly string[] | undefined {
  return values.every((value) => value !== undefined) ? values : undefined;
}
