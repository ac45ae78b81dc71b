import { expectedSentence } from "@darkroom/core";
import { usage } from "./command.ts";

const SECOND = 1000;

/** Milliseconds by the letter of a duration. */
const UNITS = { s: SECOND, m: 60 * SECOND, h: 3600 * SECOND, d: 86_400 * SECOND } as const;

/**
 * The time that the flags `--expires-in` and `--expires-at` give, in milliseconds since the epoch; undefined where
 * neither is given. Throws `usage`.
 */
export function readExpiry(
  command: string,
  flags: Readonly<Record<string, string>>,
  now: number,
): number | undefined {
  const { "expires-in": duration, "expires-at": time } = flags;
  if (duration !== undefined && time !== undefined) {
    throw usage(command, "Expected --expires-in or --expires-at, not both.");
  }
  if (duration !== undefined) {
    const [, count, unit] = /^(\d{1,6})([smhd])$/.exec(duration) ?? [];
    if (count === undefined)
      throw usage(command, expectedSentence("a duration such as `15m` or `7d`", "expires-in", duration));
    return now + Number(count) * UNITS[unit as keyof typeof UNITS];
  }
  if (time === undefined) return undefined;
  const at = /^\d{1,11}$/.test(time) ? Number(time) * SECOND : Date.parse(time);
  if (Number.isNaN(at)) {
    throw usage(command, expectedSentence("a time such as `2027-01-01T00:00:00Z`", "expires-at", time));
  }
  if (at <= now) throw usage(command, expectedSentence("a time to come", "expires-at", time));
  return at;
}
