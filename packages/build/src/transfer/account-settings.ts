import { isDeepStrictEqual } from "node:util";
import { BUILT_IN_VARIANTS, optionsToJson, parseOptions } from "@darkroom/core";
import type { SigningKeyAnswer } from "@darkroom/http/answers";
import { failureOf, type Failure } from "../failure.ts";
import { accountPath, type ListedVariant, type VariantListAnswer } from "../server/lists.ts";
import type { ServerApi } from "../server/server-api.ts";
import { endsAll, isServerRefusal } from "../server/server-refusal.ts";

/** What an account has set for itself. */
export interface AccountSettings {
  /** As the API shows them, by name. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly variants: Readonly<Record<string, ListedVariant>>;
  readonly keys?: readonly SigningKeyAnswer[];
}

/** What of the settings was taken over, by what it is called, and what was not. */
export interface AppliedSettings {
  readonly applied: readonly string[];
  readonly failures: readonly Failure[];
}

/**
 * Reads the settings of an account. Those that a service does not show are as good as not set.
 * @param onMissing Told why it does not show them.
 */
export async function readAccountSettings(
  api: ServerApi,
  account: string,
  { withKeys, onMissing }: { readonly withKeys: boolean; readonly onMissing: (reason: string) => void },
): Promise<AccountSettings> {
  const { variants } = await api.ask<VariantListAnswer>("GET", accountPath(account, "images/v1/variants"));
  const config = await api
    .ask<AccountSettings["config"]>("GET", accountPath(account, "images/v1/config"))
    .catch((error: unknown) => {
      if (!isServerRefusal(error)) throw error;
      onMissing(error.message);
      return {};
    });
  return {
    config,
    // One that depends on the device is part of every server, and no client's to make.
    variants: Object.fromEntries(Object.entries(variants).filter(([, { devices }]) => devices === undefined)),
    ...(withKeys && { keys: await readSigningKeys(api, account) }),
  };
}

/** Gives an account the settings of another. What stands against that is told, and stays as it is. */
export async function applyAccountSettings(
  api: ServerApi,
  account: string,
  settings: AccountSettings,
): Promise<AppliedSettings> {
  const applied: string[] = [];
  const failures: Failure[] = [];
  const attempt = async (what: string, work: () => Promise<unknown>): Promise<void> => {
    try {
      await work();
      applied.push(what);
    } catch (error) {
      if (endsAll(error)) throw error;
      failures.push(failureOf(error, what));
    }
  };
  const path = (rest: string): string => accountPath(account, `images/v1/${rest}`);

  const config = await api.ask<AccountSettings["config"]>("GET", path("config"));
  for (const [name, value] of Object.entries(settings.config)) {
    if (isDeepStrictEqual(config[name], value)) continue;
    await attempt(`setting ${name}`, () => api.ask("PATCH", path("config"), { body: { [name]: value } }));
  }

  const { variants } = await api.ask<VariantListAnswer>("GET", path("variants"));
  for (const [name, variant] of Object.entries(settings.variants)) {
    const what = `variant ${name}`;
    const there = Object.hasOwn(variants, name) ? variants[name] : undefined;
    const { options, neverRequireSignedURLs = false } = variant;
    const body = { options, neverRequireSignedURLs };
    if (there === undefined) {
      await attempt(what, () => api.ask("POST", path("variants"), { body: { id: name, ...body } }));
    } else if (!isSameVariant(there, variant)) {
      if (isUnchanged(name, there)) {
        await attempt(what, () => api.ask("PATCH", path(`variants/${encodeURIComponent(name)}`), { body }));
      } else {
        const message = "There is a variant of that name with other options; it was left as it is.";
        failures.push({ path: what, code: "variant_exists", message });
      }
    }
  }

  if (settings.keys !== undefined) {
    const keys = new Map((await readSigningKeys(api, account)).map(({ name, value }) => [name, value]));
    for (const { name, value } of settings.keys) {
      if (keys.get(name) === value) continue;
      await attempt(`signing key ${name}`, () =>
        api.ask("PUT", path(`keys/${encodeURIComponent(name)}`), { body: { value } }),
      );
    }
  }
  return { applied, failures };
}

async function readSigningKeys(api: ServerApi, account: string): Promise<readonly SigningKeyAnswer[]> {
  const path = accountPath(account, "images/v1/keys");
  return (await api.ask<{ readonly keys: readonly SigningKeyAnswer[] }>("GET", path)).keys;
}

function isSameVariant(one: ListedVariant, other: ListedVariant): boolean {
  return isDeepStrictEqual(comparable(one), comparable(other));
}

/** Whether a built-in variant is as every server has it: then nobody has set it here. */
function isUnchanged(name: string, there: ListedVariant): boolean {
  const builtIn = BUILT_IN_VARIANTS.find((variant) => variant.name === name);
  if (builtIn === undefined || !("options" in builtIn)) return false;
  const options = optionsToJson(builtIn.options);
  return isSameVariant(there, { options });
}

/** A variant in one spelling: there are several of most options. */
function comparable({ options, neverRequireSignedURLs = false }: ListedVariant): object {
  const { browser_ttl: browserTtl = null, ...picture } = options;
  try {
    return { browserTtl, neverRequireSignedURLs, ...optionsToJson(parseOptions(picture)) };
  } catch {
    // Options that this program does not read are compared as they are written.
    return { browserTtl, neverRequireSignedURLs, ...picture };
  }
}
