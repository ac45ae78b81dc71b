import type { LogLevel } from "./config.ts";

/** Facts of one event; values are written as JSON, so no text of a user can forge a line. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>> & {
  // The line's own.
  readonly [own in "time" | "level" | "event"]?: never;
};

export interface Log {
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}

const ORDER: readonly LogLevel[] = ["debug", "info", "warn", "error", "silent"];

/** A log that hands finished lines to `write`, each without its line end. */
export function createLog(settings: {
  readonly format: "json" | "text";
  readonly level: LogLevel;
  readonly now: () => number;
  readonly write: (line: string) => void;
}): Log {
  const least = ORDER.indexOf(settings.level);
  const at =
    (level: LogLevel) =>
    (event: string, fields: LogFields = {}): void => {
      if (ORDER.indexOf(level) < least) return;
      const time = new Date(settings.now()).toISOString();
      settings.write(
        settings.format === "json"
          ? JSON.stringify({ time, level, event, ...fields })
          : [time, level.padEnd(5), event, ...Object.entries(fields).flatMap(textField)].join(" "),
      );
    };
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}

function textField([name, value]: [string, LogFields[string]]): string[] {
  if (value === undefined) return [];
  const plain = typeof value !== "string" || /^[\w.:/@+%~-]+$/.test(value);
  return [`${name}=${plain ? value : JSON.stringify(value)}`];
}

/** An error as a log shows it: name, code, message and its causes; no stack of an expected error. */
export function describeError(error: unknown): string {
  const parts: string[] = [];
  for (let current = error; current !== undefined && current !== null && parts.length < 5;) {
    if (!(current instanceof Error)) {
      parts.push(typeof current === "string" ? current : Object.prototype.toString.call(current));
      break;
    }
    const code = "code" in current ? ` [${String(current.code)}]` : "";
    parts.push(`${current.name}${code}: ${current.message}`);
    current = current.cause;
  }
  return parts.join(" ← ");
}
