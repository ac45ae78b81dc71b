import type { DeviceClass } from "../variant/variants.ts";

/** The request headers that tell a device, in the order of their say. */
export const DEVICE_HEADERS = ["Sec-CH-UA-Mobile", "CF-Device-Type", "User-Agent"] as const;

export interface DeviceChoice {
  readonly device: DeviceClass;
  /** Headers for `Vary`: all of them each time, because the absence of one was looked at too. */
  readonly consulted: readonly string[];
}

/**
 * The kind of device that a request comes from. `Sec-CH-UA-Mobile: ?1` is a mobile; `?0` decides nothing,
 * because tablets send it too. Then a `CF-Device-Type` of a proxy in front counts, then the user agent. Whatever
 * cannot be told is a desktop, among it iPads that present themselves as a Mac.
 */
export function deviceClass(headers: { get(name: string): string | null }): DeviceChoice {
  const [hint, type, agent] = DEVICE_HEADERS.map((name) => headers.get(name)?.trim() ?? "");
  const device = fromHint(hint) ?? fromType(type) ?? fromUserAgent(agent);
  return { device, consulted: DEVICE_HEADERS };
}

/** A boolean of Structured Fields (RFC 9651, section 3.3.6). */
function fromHint(hint: string | undefined): DeviceClass | undefined {
  return hint === "?1" ? "mobile" : undefined;
}

const DEVICE_TYPES: ReadonlyMap<string, DeviceClass> = new Map(
  (["desktop", "tablet", "mobile"] as const).map((device) => [device, device]),
);

function fromType(type = ""): DeviceClass | undefined {
  return DEVICE_TYPES.get(type.toLowerCase());
}

/**
 * Marks in user agents, the first that is found decides. Plain alternatives without repetition, so that the
 * time is linear in the length of the header.
 */
const AGENT_MARKS: readonly { readonly mark: RegExp; readonly device: DeviceClass }[] = [
  // Televisions run Android, yet their screens are large: Android TV, Chromecast, Fire TV, Bravia.
  { mark: /\bTV\b|SmartTV|SMART-TV|GoogleTV|CrKey|\bAFT[A-Z]|BRAVIA/, device: "desktop" },
  // "Tablet PC" is what old Internet Explorers on any Windows call themselves. iPads also say "Mobile".
  { mark: /iPad|Tablet(?! PC)|PlayBook|Kindle|Silk\/|TouchPad/i, device: "tablet" },
  {
    mark: /iPhone|iPod|Mobi|Windows Phone|Opera Mini|BlackBerry|webOS\/|Symbian|MIDP|UCWEB/i,
    device: "mobile",
  },
  // A phone with Android says "Mobile", which the line above has found.
  { mark: /Android/i, device: "tablet" },
];

function fromUserAgent(agent = ""): DeviceClass {
  return AGENT_MARKS.find(({ mark }) => mark.test(agent))?.device ?? "desktop";
}
