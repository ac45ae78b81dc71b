/** What a person signs in with. `cookie` is the server's own, which this page cannot read. */
export type Credential =
  | { readonly kind: "token"; readonly token: string }
  | { readonly kind: "key"; readonly key: string; readonly email: string }
  | { readonly kind: "cookie" };

/** The headers of a credential. `api-version` asks for today's shape of answers whatever the credential. */
export function credentialHeaders(credential: Credential): Readonly<Record<string, string>> {
  const version = { "api-version": "v1" };
  switch (credential.kind) {
    case "token":
      return { ...version, authorization: `Bearer ${credential.token}` };
    case "key":
      return { ...version, "x-auth-key": credential.key, "x-auth-email": credential.email };
    case "cookie":
      return version;
  }
}
