import { useQueryClient } from "@tanstack/preact-query";
import { useState } from "preact/hooks";
import type { ConfigAnswer } from "@darkroom/http/answers";
import { KEYS, useConfig } from "../api/queries.ts";
import { may, requireSession } from "../session/session.ts";
import { Confirmation } from "../ui/dialog.tsx";
import { SelectField, Switch } from "../ui/field.tsx";
import { ErrorNotice, Skeleton } from "../ui/notice.tsx";
import { say, sayError } from "../ui/toasts.tsx";

const TIMES = [
  { value: "", text: "2 days (the server’s default)" },
  { value: "3600", text: "1 hour" },
  { value: "86400", text: "1 day" },
  { value: "604800", text: "1 week" },
  { value: "2592000", text: "30 days" },
  { value: "31536000", text: "1 year" },
] as const;

/** How the account's images are delivered. */
export function DeliverySettings() {
  const config = useConfig();
  const queries = useQueryClient();
  const { client, api } = requireSession();
  const [opening, setOpening] = useState(false);

  async function change(part: Partial<ConfigAnswer>): Promise<void> {
    const answer = await client.call<ConfigAnswer>(`${api}/images/v1/config`, {
      method: "PATCH",
      json: part,
    });
    queries.setQueryData(KEYS.config, answer);
    say("Saved.");
  }

  if (config.isError) return <ErrorNotice error={config.error} onRetry={() => void config.refetch()} />;
  if (config.isPending) return <Skeleton />;
  const { flexible_variants, browser_ttl } = config.data;
  const ttl = browser_ttl === null ? "" : String(browser_ttl);
  const times = TIMES.some(({ value }) => value === ttl)
    ? TIMES
    : [...TIMES, { value: ttl, text: `${ttl} seconds` }];
  return (
    <section class="stack" aria-labelledby="delivery-settings-title">
      <h2 id="delivery-settings-title">Delivery</h2>
      <div class="card stack">
        <Switch
          label="Flexible variants"
          hint={
            <>
              Options in the address take the place of a variant’s name: <code>/w=400,fit=cover</code>.
              Anybody can then ask for any size of a public image.
            </>
          }
          checked={flexible_variants}
          disabled={!may("edit")}
          onChange={(checked) => {
            if (checked) setOpening(true);
            else change({ flexible_variants: false }).catch(sayError);
          }}
        />
        <SelectField
          label="Browser cache"
          hint="How long browsers may keep an image without asking again. A variant may say otherwise."
          value={ttl}
          choices={times}
          disabled={!may("edit")}
          onValue={(value) =>
            void change({ browser_ttl: value === "" ? null : Number(value) }).catch(sayError)
          }
        />
      </div>
      {opening && (
        <Confirmation
          title="Turn flexible variants on?"
          action="Turn on"
          danger={false}
          onClose={() => setOpening(false)}
          onConfirm={() => change({ flexible_variants: true })}
        >
          <p>
            Anybody who knows the address of a public image can then have it made in any size and format,
            which costs computing and space in the cache. Private images still need a signature.
          </p>
        </Confirmation>
      )}
    </section>
  );
}
