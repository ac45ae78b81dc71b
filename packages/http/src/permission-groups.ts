import { expectedSentence } from "@darkroom/core";
import type { TokenScope } from "@darkroom/storage";
import type { Account } from "./account.ts";
import { HttpError } from "./errors.ts";
import { constant, list, map, object, optional, string } from "./reference/schema.ts";

/** How Cloudflare's API says what a token may do: policies that allow groups of permissions on resources. */

interface PermissionGroup {
  /** 32 hex digits: the same on every server, as clients write them into their configuration. */
  readonly id: string;
  readonly name: string;
}

/** The group of each scope, the smallest first. */
export const PERMISSION_GROUPS = {
  read: { id: "a53ff6f692eed3743e5583fdca9b8b63", name: "Images Read" },
  edit: { id: "e0779d9a58e56101002817345a39ae85", name: "Images Write" },
  admin: { id: "32b65f9ac08430be225fb2b70e255fc5", name: "Account Admin" },
} as const satisfies Record<TokenScope, PermissionGroup>;

/** Every scope, the smallest first. */
export const SCOPES = Object.keys(PERMISSION_GROUPS) as readonly TokenScope[];

/** The kind of resource that all groups are for. */
export const RESOURCE_KIND = "com.cloudflare.api.account";

/** A policy of a request, for the reference. */
export const POLICY = object({
  id: optional(string("Ignored.")),
  effect: constant("allow", "The one effect that there is."),
  permission_groups: list(
    object({
      id: optional(string("Id of the group.")),
      name: optional(string("Its name, in place of the id.", { examples: ["Images Read"] })),
    }),
    "Groups of permissions, of which the largest counts.",
    { minItems: 1 },
  ),
  resources: optional(map(constant("*", "All of it."), "The account, and no other.")),
});

/** A scope as policies: those of a token that Cloudflare shows. */
export function policiesOf(scope: TokenScope, { id, account }: { id: string; account: string }) {
  return [
    {
      id,
      effect: "allow",
      permission_groups: [PERMISSION_GROUPS[scope]],
      resources: { [resourceOf(account)]: "*" },
    },
  ] as const;
}

/** The scope that policies of a request come to, the largest that any names. Throws `field_invalid`. */
export function scopeOfPolicies(policies: unknown, account: Account): TokenScope {
  const groups = listOf(policies, "policies").flatMap((policy) => {
    const { effect, resources, permission_groups: allowed } = objectOf(policy, "policies");
    if (effect !== "allow") throw wrong("`allow`, the one effect that there is,", "effect", effect);
    if (resources !== undefined) assertOwn(resources, account);
    return listOf(allowed, "permission_groups");
  });
  const places = groups.map((group) => SCOPES.indexOf(scopeOfGroup(group)));
  return SCOPES[Math.max(...places)]!;
}

/** A token acts for its account alone: what others a policy names would silently not be granted. */
function assertOwn(resources: unknown, account: Account): void {
  const own = resourceOf(account.tag);
  const named = Object.entries(objectOf(resources, "resources"));
  if (named.length === 0) throw wrong(`\`${own}\``, "resources", resources);
  for (const [resource, extent] of named) {
    if (resource !== own) throw wrong(`\`${own}\` alone`, "resources", resource);
    if (extent !== "*") throw wrong("`*`", own, extent);
  }
}

function scopeOfGroup(group: unknown): TokenScope {
  const { id, name } = objectOf(group, "permission_groups");
  const found = SCOPES.find((scope) => {
    const known = PERMISSION_GROUPS[scope];
    return id === undefined ? name === known.name : id === known.id;
  });
  if (found === undefined) {
    const known = SCOPES.map((scope) => `${PERMISSION_GROUPS[scope].id} (${PERMISSION_GROUPS[scope].name})`);
    throw wrong(`one of ${known.join(", ")}`, "permission_groups", id ?? name);
  }
  return found;
}

function resourceOf(tag: string): string {
  return `${RESOURCE_KIND}.${tag}`;
}

function listOf(value: unknown, name: string): readonly unknown[] {
  if (!Array.isArray(value) || value.length === 0) throw wrong("a list that is not empty", name, value);
  return value;
}

function objectOf(value: unknown, name: string): { readonly [field: string]: unknown } {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw wrong("objects", name, value);
  return value as { readonly [field: string]: unknown };
}

function wrong(expected: string, name: string, received: unknown): HttpError {
  return new HttpError("field_invalid", expectedSentence(expected, name, received));
}
