import { parseOptions } from "@darkroom/core";
import { plainText } from "../api/client.ts";
import type { OptionsJson } from "./option-form.tsx";

/** What is wrong with options, in the server's own words; undefined when nothing is. */
export function optionsProblem(options: OptionsJson): string | undefined {
  try {
    parseOptions(options);
    return undefined;
  } catch (error) {
    return plainText(error instanceof Error ? error.message : String(error));
  }
}
