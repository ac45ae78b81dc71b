import type { ComponentChildren } from "preact";
import { useAccounts } from "./api/queries.ts";
import { hrefOf, navigate, place } from "./router.ts";
import { endSession, may, requireSession, signIn } from "./session/session.ts";
import { Button } from "./ui/button.tsx";
import { Icon, type IconName } from "./ui/icon.tsx";
import { sayError } from "./ui/toasts.tsx";
import { uploads } from "./upload/queue.ts";

interface Entry {
  readonly icon: IconName;
  readonly text: string;
  readonly segments: readonly string[];
  /** First segments of the places that belong to it. */
  readonly holds: readonly string[];
}

const ENTRIES: readonly Entry[] = [
  { icon: "images", text: "Images", segments: [], holds: ["", "images"] },
  { icon: "upload", text: "Upload", segments: ["upload"], holds: ["upload"] },
  { icon: "variants", text: "Variants", segments: ["variants"], holds: ["variants", "new-variant"] },
  { icon: "overview", text: "Overview", segments: ["overview"], holds: ["overview"] },
  { icon: "settings", text: "Settings", segments: ["settings"], holds: ["settings"] },
];

/** What stands around every page: where one is, where one can go, and as whom. */
export function Shell({ children }: { readonly children: ComponentChildren }) {
  const first = place.value.segments[0] ?? "";
  const waiting = uploads.value.filter(({ state }) => state === "queued" || state === "sending").length;
  return (
    <div class="shell">
      <a class="skip" href="#main">
        Skip to the page
      </a>
      <header class="side">
        <div class="side-content">
          <a class="brand" href={hrefOf([])}>
            Darkroom
          </a>
          <nav aria-label="Pages">
            {ENTRIES.filter(({ icon }) => icon !== "upload" || may("edit")).map(
              ({ icon, text, segments, holds }) => (
                <a
                  key={text}
                  href={hrefOf(segments)}
                  aria-current={holds.includes(first) ? "page" : undefined}
                >
                  <Icon name={icon} />
                  <span>{text}</span>
                  {icon === "upload" && waiting > 0 && <b class="badge">{waiting}</b>}
                </a>
              ),
            )}
          </nav>
          <AccountBox />
        </div>
      </header>
      {children}
    </div>
  );
}

const SCOPES = { read: "Read only", edit: "May edit", admin: "Administrator" } as const;

function AccountBox() {
  const { facts, credential } = requireSession();
  const accounts = useAccounts(facts.operator).data ?? [];
  return (
    <div class="account">
      {accounts.length > 1 ? (
        <select
          aria-label="Account"
          value={facts.account.id}
          onChange={(event) => {
            navigate(hrefOf([]));
            signIn(credential, event.currentTarget.value).catch(sayError);
          }}
        >
          {accounts.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      ) : (
        <span class="account-name" title={facts.account.id}>
          {facts.account.id}
        </span>
      )}
      <span class="soft">{SCOPES[facts.scope]}</span>
      <Button kind="quiet" small icon="out" onClick={() => endSession("You are signed out.")}>
        Sign out
      </Button>
    </div>
  );
}
