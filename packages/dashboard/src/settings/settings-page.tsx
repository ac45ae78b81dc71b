import type { ComponentChildren } from "preact";
import { hrefOf } from "../router.ts";
import { may } from "../session/session.ts";
import { EmptyState } from "../ui/notice.tsx";
import { Page } from "../ui/page.tsx";
import { DeliverySettings } from "./delivery-settings.tsx";
import { DirectUploads } from "./direct-uploads.tsx";
import { SigningKeys } from "./signing-keys.tsx";
import { Tokens } from "./tokens.tsx";

interface Tab {
  readonly name: string;
  readonly text: string;
  readonly scope: "read" | "edit" | "admin";
  readonly content: () => ComponentChildren;
}

const TABS: readonly Tab[] = [
  { name: "tokens", text: "API tokens", scope: "admin", content: () => <Tokens /> },
  { name: "keys", text: "Signing keys", scope: "edit", content: () => <SigningKeys /> },
  { name: "delivery", text: "Delivery", scope: "read", content: () => <DeliverySettings /> },
  { name: "uploads", text: "Upload links", scope: "edit", content: () => <DirectUploads /> },
];

/** What holds for the account; each part for those whose scope allows it. */
export function SettingsPage({ tab }: { readonly tab: string }) {
  const current = TABS.find(({ name }) => name === tab) ?? TABS.find(({ scope }) => may(scope))!;
  return (
    <Page title="Settings">
      <nav class="tabs" aria-label="Settings">
        {TABS.map(({ name, text }) => (
          <a
            key={name}
            href={hrefOf(["settings", name])}
            aria-current={name === current.name ? "page" : undefined}
          >
            {text}
          </a>
        ))}
      </nav>
      {may(current.scope) ? (
        current.content()
      ) : (
        <EmptyState icon="lock" title="Not with this credential">
          <p>
            {current.text} need a token with the scope {current.scope}.
          </p>
        </EmptyState>
      )}
    </Page>
  );
}
