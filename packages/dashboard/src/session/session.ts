import { signal } from "@preact/signals";
import type { ScopeAnswer, SessionAnswer } from "@darkroom/http/answers";
import { createClient, type Client } from "../api/client.ts";
import { createPictureStore, type PictureStore } from "../images/blobs.ts";
import type { Credential } from "./credential.ts";

/** Who is signed in, and the way to the server. The credential is held in memory only. */
export interface Session {
  readonly facts: SessionAnswer;
  readonly credential: Credential;
  readonly client: Client;
  readonly pictures: PictureStore;
  /** `accounts/<tag>`: where addresses of the API begin. */
  readonly api: string;
}

/** The session of this page; undefined for nobody. */
export const session = signal<Session | undefined>(undefined);

/** Why the last session ended, for the sign-in page. */
export const farewell = signal<string | undefined>(undefined);

/** Signs in, or into another account of the same operator. Rejects with an `ApiError`. */
export async function signIn(credential: Credential, account?: string): Promise<void> {
  const client = createClient(credential, () => endSession("The server no longer takes this credential."));
  const path = account === undefined ? "" : `accounts/${account}/`;
  const facts = await client.call<SessionAnswer>(`${path}darkroom/v1/session`);
  farewell.value = undefined;
  session.value?.pictures.clear();
  session.value = {
    facts,
    credential,
    client,
    pictures: createPictureStore(client),
    api: `accounts/${facts.account.id}`,
  };
}

const endings = new Set<() => void>();

/** Runs at the end of every session, and at the change to another account. */
export function whenSessionEnds(listener: () => void): void {
  endings.add(listener);
}

export function endSession(reason?: string): void {
  for (const listener of endings) listener();
  farewell.value = reason;
  session.value?.pictures.clear();
  session.value = undefined;
}

const INCLUDES = {
  read: ["read"],
  edit: ["read", "edit"],
  admin: ["read", "edit", "admin"],
} as const satisfies Record<ScopeAnswer, readonly ScopeAnswer[]>;

/** Whether the session may do what needs a scope. */
export function may(scope: ScopeAnswer): boolean {
  const included: readonly ScopeAnswer[] = session.value ? INCLUDES[session.value.facts.scope] : [];
  return included.includes(scope);
}

/** The session, in code that is only reached with one. */
export function requireSession(): Session {
  if (session.value === undefined) throw new Error("There is no session.");
  return session.value;
}
