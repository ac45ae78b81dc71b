import { useState } from "preact/hooks";
import { ErrorNotice } from "../ui/notice.tsx";
import { Button } from "../ui/button.tsx";
import { Segmented, TextField } from "../ui/field.tsx";
import type { Credential } from "./credential.ts";
import { farewell, signIn } from "./session.ts";

type Way = "token" | "key";

/** Asks for a credential of the API. It is kept in memory: a reload of the page asks again. */
export function SignIn() {
  const [way, setWay] = useState<Way>("token");
  const [token, setToken] = useState("");
  const [email, setEmail] = useState("");
  const [key, setKey] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();

  const credential: Credential =
    way === "token"
      ? { kind: "token", token: token.trim() }
      : { kind: "key", key: key.trim(), email: email.trim() };
  const complete = way === "token" ? token.trim() !== "" : key.trim() !== "" && email.trim() !== "";

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    try {
      await signIn(credential);
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  }

  return (
    <main class="sign-in">
      <form onSubmit={(event) => void submit(event)} aria-labelledby="sign-in-title">
        <h1 id="sign-in-title" class="brand">
          Darkroom
        </h1>
        <p class="soft">
          Sign in with a credential of the API. It stays in this page’s memory: a reload signs you out.
        </p>
        {farewell.value !== undefined && error === undefined && (
          <p class="notice" role="status">
            {farewell.value}
          </p>
        )}
        <Segmented
          label="Sign in with"
          value={way}
          onValue={setWay}
          choices={[
            { value: "token", text: "API token" },
            { value: "key", text: "Key and email" },
          ]}
        />
        {way === "token" ? (
          <TextField
            label="API token"
            type="password"
            name="token"
            autocomplete="current-password"
            value={token}
            onValue={setToken}
            hint="The server names the file of its token when it starts; others are made in Settings."
          />
        ) : (
          <>
            <TextField
              label="Email"
              type="email"
              name="email"
              autocomplete="username"
              value={email}
              onValue={setEmail}
            />
            <TextField
              label="API key"
              type="password"
              name="key"
              autocomplete="current-password"
              value={key}
              onValue={setKey}
            />
          </>
        )}
        {error !== undefined && <ErrorNotice error={error} />}
        <Button kind="primary" type="submit" disabled={!complete || busy}>
          {busy ? "Signing in…" : "Sign in"}
        </Button>
      </form>
    </main>
  );
}
