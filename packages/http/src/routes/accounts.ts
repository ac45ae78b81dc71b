import {
  ACCOUNT_FIELDS,
  addAccount,
  findAccount,
  listAccounts,
  presentAccount,
  removeAccount,
} from "../added-accounts.ts";
import type { AppDeps } from "../deps.ts";
import { success } from "../envelope.ts";
import { readJsonBody } from "../json-body.ts";
import { pageOf } from "../page.ts";
import { ACCOUNT } from "../reference/answers.ts";
import { jsonBody, pagedResult, PAGE_QUERY, result } from "../reference/description.ts";
import { list, object, string, words } from "../reference/schema.ts";
import type { Route } from "./route.ts";

/** The accounts of a server: the operator adds and removes them; others see their own. */
export function accountRoutes(deps: AppDeps): readonly Route[] {
  return [
    {
      method: "GET",
      path: "accounts",
      scope: "read",
      about: {
        tag: "accounts",
        operation: "listAccounts",
        summary: "List accounts",
        doc: "The operator sees every account, the first one first; a token its own.",
        query: {
          ...PAGE_QUERY,
          direction: words(["asc", "desc"], "The first ones first, or last.", { default: "asc" }),
          name: string("Only those of this name."),
        },
        answer: pagedResult(list(ACCOUNT, "The accounts.")),
      },
      async handle({ url, caller }) {
        const accounts =
          caller.account === undefined ? await listAccounts(deps) : [await findAccount(deps, caller.account)];
        const name = url.searchParams.get("name");
        const shown = accounts.filter((account) => name === null || account.name === name);
        const { items, info } = pageOf(shown.map(presentAccount), "asc", url);
        return success(items, info);
      },
    },
    {
      method: "POST",
      path: "accounts",
      scope: "admin",
      operatorOnly: true,
      about: {
        tag: "accounts",
        operation: "addAccount",
        summary: "Add an account",
        body: jsonBody(ACCOUNT_FIELDS),
        answer: result(ACCOUNT),
        problems: ["account_exists"],
      },
      handle: async ({ request }) =>
        success(presentAccount(await addAccount(deps, await readJsonBody(request)))),
    },
    {
      method: "GET",
      path: "accounts/:account",
      scope: "read",
      about: {
        tag: "accounts",
        operation: "getAccount",
        summary: "Look at an account",
        answer: result(ACCOUNT),
      },
      handle: async ({ account }) => success(presentAccount(await findAccount(deps, account.tag))),
    },
    {
      method: "DELETE",
      path: "accounts/:account",
      scope: "admin",
      operatorOnly: true,
      about: {
        tag: "accounts",
        operation: "removeAccount",
        summary: "Remove an account",
        doc: "With its tokens and settings. One that still has images is not removed, and never the first one.",
        answer: result(object({ id: string("Id of the account.") })),
        problems: ["field_invalid", "account_in_use"],
      },
      async handle({ account }) {
        await removeAccount(deps, account.tag);
        return success({ id: account.tag });
      },
    },
  ];
}
