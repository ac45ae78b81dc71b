import { signUrl } from "@darkroom/core";
import type { Command } from "./command.ts";
import { readSecret } from "./secret.ts";
import { EXIT } from "./terminal.ts";
import { readExpiry } from "./time.ts";

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
    const expiresAt = readExpiry("sign", flags, terminal.now());
    const signed = await signUrl(url, { key, ...(expiresAt !== undefined && { expiresAt }) });
    terminal.stdout.write(`${signed}\n`);
    return EXIT.done;
  },
};
