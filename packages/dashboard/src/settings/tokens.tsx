import { useQueryClient } from "@tanstack/preact-query";
import { useState } from "preact/hooks";
import type { NewTokenAnswer, ScopeAnswer, TokenAnswer } from "@darkroom/http/answers";
import { KEYS, useTokens } from "../api/queries.ts";
import { formatTime } from "../format.ts";
import { requireSession } from "../session/session.ts";
import { Button, IconButton } from "../ui/button.tsx";
import { CopyText } from "../ui/copy.tsx";
import { Confirmation, Dialog } from "../ui/dialog.tsx";
import { SelectField, TextField } from "../ui/field.tsx";
import { EmptyState, ErrorNotice, Skeleton } from "../ui/notice.tsx";
import { say } from "../ui/toasts.tsx";

const SCOPES = [
  { value: "read", text: "read: lists, details, originals, overview" },
  { value: "edit", text: "edit: also uploads, changes, variants, signing keys" },
  { value: "admin", text: "admin: also tokens" },
] as const;

const LIFETIMES = [
  { value: "", text: "never" },
  { value: "7", text: "in 7 days" },
  { value: "30", text: "in 30 days" },
  { value: "90", text: "in 90 days" },
  { value: "365", text: "in a year" },
] as const;

const DAY_MS = 86_400_000;

/** The API tokens of the account. */
export function Tokens() {
  const tokens = useTokens();
  const queries = useQueryClient();
  const { client, api } = requireSession();
  const [making, setMaking] = useState(false);
  const [made, setMade] = useState<{ readonly name: string; readonly value: string }>();
  const [deleting, setDeleting] = useState<TokenAnswer>();
  const [rolling, setRolling] = useState<TokenAnswer>();
  const refresh = () => queries.invalidateQueries({ queryKey: KEYS.tokens });

  return (
    <section class="stack" aria-labelledby="tokens-title">
      <header class="card-header">
        <div>
          <h2 id="tokens-title">API tokens</h2>
          <p class="hint">
            For programs and people that act for this account, each with what it needs and no more.
          </p>
        </div>
        <Button kind="primary" icon="plus" onClick={() => setMaking(true)}>
          New token
        </Button>
      </header>
      {tokens.isError && <ErrorNotice error={tokens.error} onRetry={() => void tokens.refetch()} />}
      {tokens.isPending && <Skeleton />}
      {tokens.data?.length === 0 && (
        <EmptyState icon="key" title="No tokens yet">
          <p>The server’s own token, from its start, is not listed here.</p>
        </EmptyState>
      )}
      {tokens.data && tokens.data.length > 0 && (
        <ul class="rows card">
          {tokens.data.map((token) => (
            <li key={token.id}>
              <div class="row-text">
                <strong>{token.name}</strong>
                <span class="soft">
                  made {formatTime(token.issued_on)} ·{" "}
                  {token.last_used_on ? `used ${formatTime(token.last_used_on)}` : "not used yet"} ·{" "}
                  {token.expires_on ? `expires ${formatTime(token.expires_on)}` : "does not expire"}
                </span>
              </div>
              <span class="row-marks">
                <span class="badge quiet">{token.scope}</span>
                {token.status !== "active" && <span class="badge bad">{token.status}</span>}
              </span>
              <IconButton
                small
                icon="retry"
                label={`Give ${token.name} a new secret`}
                onClick={() => setRolling(token)}
              />
              <IconButton
                small
                icon="trash"
                label={`Delete ${token.name}`}
                onClick={() => setDeleting(token)}
              />
            </li>
          ))}
        </ul>
      )}
      {making && (
        <NewToken
          onClose={() => setMaking(false)}
          onMade={(token) => {
            setMaking(false);
            setMade(token);
            void refresh();
          }}
        />
      )}
      {made && <Secret {...made} onClose={() => setMade(undefined)} />}
      {rolling && (
        <Confirmation
          title={`Give ${rolling.name} a new secret?`}
          action="Replace secret"
          onClose={() => setRolling(undefined)}
          onConfirm={async () => {
            const value = await client.call<string>(`${api}/tokens/${rolling.id}/value`, {
              method: "PUT",
              json: {},
            });
            setRolling(undefined);
            setMade({ name: rolling.name, value });
            void refresh();
          }}
        >
          <p>What uses the old secret is refused from then on.</p>
        </Confirmation>
      )}
      {deleting && (
        <Confirmation
          title={`Delete ${deleting.name}?`}
          action="Delete token"
          onClose={() => setDeleting(undefined)}
          onConfirm={async () => {
            await client.call(`${api}/tokens/${deleting.id}`, { method: "DELETE" });
            await refresh();
            say(`Token ${deleting.name} deleted.`);
          }}
        >
          <p>What uses it is refused from then on.</p>
        </Confirmation>
      )}
    </section>
  );
}

function NewToken({
  onMade,
  onClose,
}: {
  readonly onMade: (token: NewTokenAnswer) => void;
  readonly onClose: () => void;
}) {
  const { client, api } = requireSession();
  const [name, setName] = useState("");
  const [scope, setScope] = useState<ScopeAnswer>("read");
  const [days, setDays] = useState("90");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    try {
      const expires_on =
        days === ""
          ? undefined
          : new Date(Date.now() + Number(days) * DAY_MS).toISOString().replace(/\.\d+/, "");
      onMade(
        await client.call<NewTokenAnswer>(`${api}/tokens`, {
          method: "POST",
          json: { name, scope, ...(expires_on !== undefined && { expires_on }) },
        }),
      );
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  }

  return (
    <Dialog title="New token" onClose={onClose}>
      <form class="stack" onSubmit={(event) => void submit(event)}>
        <TextField label="Name" value={name} onValue={setName} placeholder="website build" required />
        <SelectField label="Scope" value={scope} choices={SCOPES} onValue={setScope} />
        <SelectField label="Expires" value={days} choices={LIFETIMES} onValue={setDays} />
        {error !== undefined && <ErrorNotice error={error} />}
        <footer class="actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" disabled={busy || name.trim() === ""}>
            Make token
          </Button>
        </footer>
      </form>
    </Dialog>
  );
}

/** Shows a secret for the only time. */
function Secret({
  name,
  value,
  onClose,
}: {
  readonly name: string;
  readonly value: string;
  readonly onClose: () => void;
}) {
  return (
    <Dialog title={`Secret of ${name}`} onClose={onClose}>
      <p>Copy it now: it is shown this once, and the server keeps only its hash.</p>
      <CopyText text={value} label="the secret" />
      <footer class="actions">
        <Button kind="primary" onClick={onClose}>
          I have it
        </Button>
      </footer>
    </Dialog>
  );
}
