import { useQueryClient } from "@tanstack/preact-query";
import { useState } from "preact/hooks";
import type { SigningKeyAnswer } from "@darkroom/http/answers";
import { KEYS, useSigningKeys } from "../api/queries.ts";
import { requireSession } from "../session/session.ts";
import { Button, IconButton } from "../ui/button.tsx";
import { CopyButton } from "../ui/copy.tsx";
import { Confirmation } from "../ui/dialog.tsx";
import { TextField } from "../ui/field.tsx";
import { ErrorNotice, Skeleton } from "../ui/notice.tsx";
import { say } from "../ui/toasts.tsx";

type Keys = { readonly keys: readonly SigningKeyAnswer[] };

/** The keys that addresses of private images are signed with. */
export function SigningKeys() {
  const keys = useSigningKeys();
  const queries = useQueryClient();
  const { client, api } = requireSession();
  const [name, setName] = useState("");
  const [shown, setShown] = useState<ReadonlySet<string>>(new Set());
  const [deleting, setDeleting] = useState<string>();
  const [error, setError] = useState<unknown>();
  const path = (key: string): string => `${api}/images/v1/keys/${encodeURIComponent(key)}`;

  async function make(event: Event): Promise<void> {
    event.preventDefault();
    setError(undefined);
    try {
      // A name that is taken would get another value, and every address that is out there would break.
      if (keys.data?.keys.some((key) => key.name === name))
        throw new Error(`There is a key ${name} already.`);
      queries.setQueryData<Keys>(KEYS.keys, await client.call<Keys>(path(name), { method: "PUT" }));
      say(`Signing key ${name} made.`);
      setName("");
    } catch (problem) {
      setError(problem);
    }
  }

  return (
    <section class="stack" aria-labelledby="keys-title">
      <div>
        <h2 id="keys-title">Signing keys</h2>
        <p class="hint">
          An address signed with any of them opens a private image. To replace one: make another, sign with
          it, delete the old one.
        </p>
      </div>
      {keys.isError && <ErrorNotice error={keys.error} onRetry={() => void keys.refetch()} />}
      {keys.isPending && <Skeleton />}
      {keys.data && (
        <ul class="rows card">
          {keys.data.keys.map((key) => (
            <li key={key.name}>
              <div class="row-text">
                <strong>{key.name}</strong>
                <code class="secret">{shown.has(key.name) ? key.value : "•".repeat(20)}</code>
              </div>
              <Button
                small
                icon="eye"
                aria-label={`${shown.has(key.name) ? "Hide" : "Show"} the value of ${key.name}`}
                onClick={() => {
                  const next = new Set(shown);
                  if (!next.delete(key.name)) next.add(key.name);
                  setShown(next);
                }}
              >
                {shown.has(key.name) ? "Hide" : "Show"}
              </Button>
              <CopyButton text={key.value} label={`Copy the value of ${key.name}`} />
              <IconButton
                small
                icon="trash"
                label={`Delete ${key.name}`}
                onClick={() => setDeleting(key.name)}
              />
            </li>
          ))}
        </ul>
      )}
      <form class="card inline-form" onSubmit={(event) => void make(event)}>
        <TextField
          label="Name of a new key"
          value={name}
          onValue={setName}
          maxLength={20}
          pattern="[A-Za-z0-9_\-]+"
          hint="Up to 20 letters and digits."
        />
        <Button type="submit" icon="plus" disabled={name === ""}>
          Make key
        </Button>
      </form>
      {error !== undefined && <ErrorNotice error={error} />}
      {deleting !== undefined && (
        <Confirmation
          title={`Delete the key ${deleting}?`}
          action="Delete key"
          onClose={() => setDeleting(undefined)}
          onConfirm={async () => {
            queries.setQueryData<Keys>(
              KEYS.keys,
              await client.call<Keys>(path(deleting), { method: "DELETE" }),
            );
            say(`Signing key ${deleting} deleted.`);
          }}
        >
          <p>
            Every address that was signed with it stops working. Where it is the last one, a new default key
            is made.
          </p>
        </Confirmation>
      )}
    </section>
  );
}
