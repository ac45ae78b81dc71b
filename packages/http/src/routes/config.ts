import { parseConfigChanges, presentConfig } from "../account-config.ts";
import type { AppDeps } from "../deps.ts";
import { success } from "../envelope.ts";
import { readJsonBody } from "../json-body.ts";
import type { Route } from "./route.ts";

const CONFIG = "accounts/:account/images/v1/config";

/** What an account has set for itself. */
export function configRoutes({ accountRecords }: AppDeps): readonly Route[] {
  return [
    {
      method: "GET",
      path: CONFIG,
      scope: "read",
      async handle({ account }) {
        return success(presentConfig(await accountRecords.getAccountConfig(account.tag)));
      },
    },
    {
      method: "PATCH",
      path: CONFIG,
      scope: "edit",
      async handle({ request, account }) {
        const changes = parseConfigChanges(await readJsonBody(request));
        return success(presentConfig(await accountRecords.updateAccountConfig(account.tag, changes)));
      },
    },
  ];
}
