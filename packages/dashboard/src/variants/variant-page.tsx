import { parseVariantName } from "@darkroom/core";
import { useQueryClient } from "@tanstack/preact-query";
import { useState } from "preact/hooks";
import { plainText } from "../api/client.ts";
import type { VariantAnswer } from "@darkroom/http/answers";
import { KEYS, useVariants } from "../api/queries.ts";
import { hrefOf, navigate } from "../router.ts";
import { may, requireSession } from "../session/session.ts";
import { Button, ButtonLink } from "../ui/button.tsx";
import { Confirmation } from "../ui/dialog.tsx";
import { Switch, TextField } from "../ui/field.tsx";
import { EmptyState, ErrorNotice, Skeleton } from "../ui/notice.tsx";
import { Page } from "../ui/page.tsx";
import { say } from "../ui/toasts.tsx";
import { optionsProblem } from "./options-problem.ts";
import { OptionForm, type OptionsJson } from "./option-form.tsx";
import { VariantPreview } from "./preview.tsx";

const BACK = (
  <a href={hrefOf(["variants"])} class="back">
    ← Variants
  </a>
);

/** The path of the account's variants in the API. */
function variantsPath(name = ""): string {
  const suffix = name === "" ? "" : `/${encodeURIComponent(name)}`;
  return `${requireSession().api}/images/v1/variants${suffix}`;
}

/** A variant, shown and changed. */
export function VariantPage({ name }: { readonly name: string }) {
  const variants = useVariants();
  const variant = variants.data?.find(({ id }) => id === name);
  if (variants.isError) {
    return (
      <Page title={name} note={BACK}>
        <ErrorNotice error={variants.error} onRetry={() => void variants.refetch()} />
      </Page>
    );
  }
  if (variants.isPending) {
    return (
      <Page title={name} note={BACK}>
        <Skeleton lines={8} />
      </Page>
    );
  }
  if (variant === undefined) {
    return (
      <Page title="Variant not found" note={BACK}>
        <EmptyState icon="variants" title={`There is no variant ${name}.`}>
          <ButtonLink href={hrefOf(["variants"])}>Go to the variants</ButtonLink>
        </EmptyState>
      </Page>
    );
  }
  return <Editor variant={variant} />;
}

export function NewVariantPage() {
  return <Editor variant={undefined} />;
}

/** Cloudflare's bounds of a browser's time to live, in seconds. */
const TTL = { least: 3600, most: 31_536_000 } as const;

function Editor({ variant }: { readonly variant: VariantAnswer | undefined }) {
  const { client } = requireSession();
  const queries = useQueryClient();
  const { browser_ttl: savedTtl, ...saved } = variant?.options ?? {};
  const [name, setName] = useState("");
  const [options, setOptions] = useState<OptionsJson>(
    variant === undefined ? { width: 800, height: 600 } : saved,
  );
  const [ttl, setTtl] = useState(savedTtl === undefined ? "" : String(savedTtl as number));
  const [alwaysPublic, setAlwaysPublic] = useState(variant?.neverRequireSignedURLs ?? false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const [deleting, setDeleting] = useState(false);

  const fixed = variant?.devices !== undefined || variant?.id === "default";
  const builtIn = variant?.id === "public";
  const locked = fixed || !may("edit");
  const nameProblem = variant === undefined && name !== "" ? problemOfName(name) : undefined;
  const problem = optionsProblem(options);
  const ttlProblem =
    ttl !== "" && !(Number.isInteger(Number(ttl)) && Number(ttl) >= TTL.least && Number(ttl) <= TTL.most)
      ? `Expected a whole number of seconds from ${TTL.least} to ${TTL.most}.`
      : undefined;
  const complete =
    problem === undefined &&
    ttlProblem === undefined &&
    (variant !== undefined || (name !== "" && nameProblem === undefined));

  async function save(event: Event): Promise<void> {
    event.preventDefault();
    if (!complete) return;
    setBusy(true);
    setError(undefined);
    const body = {
      options: { ...options, ...(ttl !== "" && { browser_ttl: Number(ttl) }) },
      neverRequireSignedURLs: alwaysPublic,
    };
    try {
      if (variant === undefined)
        await client.call(variantsPath(), { method: "POST", json: { id: name, ...body } });
      else await client.call(variantsPath(variant.id), { method: "PATCH", json: body });
      await queries.invalidateQueries({ queryKey: KEYS.variants });
      say(variant === undefined ? `Variant ${name} made.` : `Variant ${variant.id} saved.`);
      if (variant === undefined) navigate(hrefOf(["variants", name]), { replace: true });
    } catch (refusal) {
      setError(refusal);
    }
    setBusy(false);
  }

  async function remove(): Promise<void> {
    await client.call(variantsPath(variant!.id), { method: "DELETE" });
    await queries.invalidateQueries({ queryKey: KEYS.variants });
    say(builtIn ? "public has its own settings back." : `Variant ${variant!.id} deleted.`);
    navigate(hrefOf(["variants"]));
  }

  return (
    <Page
      wide
      title={variant?.id ?? "New variant"}
      note={BACK}
      actions={
        variant !== undefined &&
        !locked && (
          <Button kind="danger" icon={builtIn ? "retry" : "trash"} onClick={() => setDeleting(true)}>
            {builtIn ? "Reset" : "Delete"}
          </Button>
        )
      }
    >
      <div class="editor-layout">
        <VariantPreview options={options} onOptions={locked ? undefined : setOptions} />
        <form class="card stack" onSubmit={(event) => void save(event)}>
          {fixed && (
            <p class="notice">
              This variant belongs to the API and cannot be changed. It looks at the device; shown are the
              options of desktops.
            </p>
          )}
          {variant === undefined && (
            <TextField
              label="Name"
              value={name}
              onValue={setName}
              hint="The last part of the image’s address: letters, digits, - and _."
              error={nameProblem}
              required
            />
          )}
          <OptionForm options={options} onOptions={setOptions} disabled={locked} />
          {problem !== undefined && (
            <p class="field-error" role="alert">
              {problem}
            </p>
          )}
          <TextField
            label="Browser cache"
            type="number"
            min={TTL.least}
            max={TTL.most}
            placeholder="as the account has it"
            value={ttl}
            onValue={setTtl}
            disabled={locked}
            hint="Seconds that browsers may keep an image of this variant, from an hour to a year."
            error={ttlProblem}
          />
          <Switch
            label="Always allow public access"
            hint="Private images are shown without a signature in this variant."
            checked={alwaysPublic}
            disabled={locked}
            onChange={setAlwaysPublic}
          />
          {error !== undefined && <ErrorNotice error={error} />}
          {!locked && (
            <footer class="actions">
              <Button kind="primary" type="submit" disabled={!complete || busy}>
                {variant === undefined ? "Make variant" : "Save changes"}
              </Button>
            </footer>
          )}
        </form>
      </div>
      {deleting && (
        <Confirmation
          title={builtIn ? "Reset public?" : `Delete ${variant!.id}?`}
          action={builtIn ? "Reset" : "Delete variant"}
          onConfirm={remove}
          onClose={() => setDeleting(false)}
        >
          <p>
            {builtIn
              ? "It gets the settings back that every account has: fits into 1366 × 768."
              : "Every address that ends in this name stops working at once."}
          </p>
        </Confirmation>
      )}
    </Page>
  );
}

function problemOfName(name: string): string | undefined {
  try {
    parseVariantName(name);
    return undefined;
  } catch (error) {
    return plainText(error instanceof Error ? error.message : String(error));
  }
}
