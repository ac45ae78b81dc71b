import { addAccount, findAccount, listAccounts, presentAccount, removeAccount } from "../added-accounts.ts";
import type { AppDeps } from "../deps.ts";
import { success } from "../envelope.ts";
import { readJsonBody } from "../json-body.ts";
import { pageOf } from "../page.ts";
import type { Route } from "./route.ts";

/** The accounts of a server: the operator adds and removes them; others see their own. */
export function accountRoutes(deps: AppDeps): readonly Route[] {
  return [
    {
      method: "GET",
      path: "accounts",
      scope: "read",
      async handle({ url, caller }) {
        const accounts =
          caller.account === undefined ? await listAccounts(deps) : [await findAccount(deps, caller.account)];
        const { items, info } = pageOf(accounts.map(presentAccount), "asc", url);
        return success(items, info);
      },
    },
    {
      method: "POST",
      path: "accounts",
      scope: "admin",
      operatorOnly: true,
      handle: async ({ request }) =>
        success(presentAccount(await addAccount(deps, await readJsonBody(request)))),
    },
    {
      method: "GET",
      path: "accounts/:account",
      scope: "read",
      handle: async ({ account }) => success(presentAccount(await findAccount(deps, account.tag))),
    },
    {
      method: "DELETE",
      path: "accounts/:account",
      scope: "admin",
      operatorOnly: true,
      async handle({ account }) {
        await removeAccount(deps, account.tag);
        return success({ id: account.tag });
      },
    },
  ];
}
