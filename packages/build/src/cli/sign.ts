import { expectedSentence, signUrl } from "@darkroom/core";
import { usage, type Command } from "./command.ts";
import { readSecret } from "./secret.ts";
import { EXIT } from "./terminal.ts";

const SECOND = 1000;

/** Milliseconds by the letter of a duration. */
const UNITS = { s: SECOND, m: 60 * SECOND, h: 3600 * SECOND, d: 86_400 * SECOND } as const;

export const SIGN: Command = {
  name: "sign",
  takes: "<address>",
  count: [1, 1],
  summary: "Signs a delivery address, so that it opens a private image. Takes a whole address or its path.",
  flags: {
    "key-file": {
      value: "file",
      doc: "A file that holds the value of a signing key; default: the key is $DARKROOM_SIGNING_KEY.",
    },
    "expires-in": {
      value: "duration",
      doc: "How long the address works: 90s, 15m, 2h or 7d; default: as long as the key.",
    },
    "expires-at": { value: "time", doc: "When it stops working: a date and time, or seconds since 1970." },
  },
  examples: [
    "darkroom sign https://images.example.com/hash/id/public --key-file signing-key --expires-in 2h",
    "DARKROOM_SIGNING_KEY=… darkroom sign /hash/id/public --expires-at 2027-01-01T00:00:00Z",
  ],
  async run(terminal, { positionals, flags }) {
    const [url = ""] = positionals;
    const key = await readSecret(terminal, {
      command: "sign",
      what: "a signing key",
      flag: "key-file",
      file: flags["key-file"],
      variable: "DARKROOM_SIGNING_KEY",
    });
    const expiresAt = readExpiry(flags["expires-in"], flags["expires-at"], terminal.now());
    const signed = await signUrl(url, { key, ...(expiresAt !== undefined && { expiresAt }) });
    terminal.stdout.write(`${signed}\n`);
    return EXIT.done;
  },
};

/** Milliseconds since the epoch. */
function readExpiry(duration: string | undefined, time: string | undefined, now: number): number | undefined {
  if (duration !== undefined && time !== undefined) {
    throw usage("sign", "Expected --expires-in or --expires-at, not both.");
  }
  if (duration !== undefined) {
    const [, count, unit] = /^(\d{1,6})([smhd])$/.exec(duration) ?? [];
    if (count === undefined)
      throw usage("sign", expectedSentence("a duration such as `15m` or `7d`", "expires-in", duration));
    return now + Number(count) * UNITS[unit as keyof typeof UNITS];
  }
  if (time === undefined) return undefined;
  const at = /^\d{1,11}$/.test(time) ? Number(time) * SECOND : Date.parse(time);
  if (Number.isNaN(at)) {
    throw usage("sign", expectedSentence("a time such as `2027-01-01T00:00:00Z`", "expires-at", time));
  }
  if (at <= now) throw usage("sign", expectedSentence("a time to come", "expires-at", time));
  return at;
}
