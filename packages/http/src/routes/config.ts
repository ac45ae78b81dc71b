import { ACCOUNT_SETTINGS, parseConfigChanges, presentConfig } from "../account-config.ts";
import type { AppDeps } from "../deps.ts";
import { success } from "../envelope.ts";
import { readJsonBody } from "../json-body.ts";
import { findViews, parsePrewarmChoice } from "../prewarm-views.ts";
import { CONFIG as CONFIG_ANSWER } from "../reference/answers.ts";
import { jsonBody, result } from "../reference/description.ts";
import { optionals } from "../reference/schema.ts";
import type { Route } from "./route.ts";

const CONFIG = "accounts/:account/images/v1/config";

/** What an account has set for itself. */
export function configRoutes(deps: AppDeps): readonly Route[] {
  return [
    {
      method: "GET",
      path: CONFIG,
      scope: "read",
      about: {
        tag: "settings",
        operation: "getConfig",
        summary: "Look at the settings of an account",
        answer: result(CONFIG_ANSWER),
      },
      async handle({ account }) {
        return success(presentConfig(await deps.accountRecords.getAccountConfig(account.tag)));
      },
    },
    {
      method: "PATCH",
      path: CONFIG,
      scope: "edit",
      about: {
        tag: "settings",
        operation: "changeConfig",
        summary: "Change the settings of an account",
        doc: "What is left out stays as it is.",
        body: jsonBody(optionals(ACCOUNT_SETTINGS)),
        answer: result(CONFIG_ANSWER),
        problems: ["variant_missing"],
      },
      async handle({ request, account }) {
        const changes = parseConfigChanges(await readJsonBody(request));
        // A name that is mistyped would otherwise be noticed by nobody.
        if (changes.prewarm) await findViews(deps, account.tag, parsePrewarmChoice(changes.prewarm));
        return success(presentConfig(await deps.accountRecords.updateAccountConfig(account.tag, changes)));
      },
    },
  ];
}
