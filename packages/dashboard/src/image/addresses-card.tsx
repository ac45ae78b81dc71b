import { signUrl } from "@darkroom/core";
import { useEffect, useState } from "preact/hooks";
import type { DetailedImageAnswer } from "@darkroom/http/answers";
import { useConfig, useSigningKeys, useVariants } from "../api/queries.ts";
import { formatTime } from "../format.ts";
import { may } from "../session/session.ts";
import { CopyText } from "../ui/copy.tsx";
import { SelectField } from "../ui/field.tsx";
import { ErrorNotice, Skeleton } from "../ui/notice.tsx";
import { originOf, pictureSnippet, srcsetSnippet } from "./snippets.ts";

const EXPIRIES = [
  { value: "600", text: "in ten minutes" },
  { value: "3600", text: "in an hour" },
  { value: "86400", text: "in a day" },
  { value: "604800", text: "in a week" },
  { value: "2592000", text: "in 30 days" },
  { value: "", text: "never" },
] as const;

/** Addresses and snippets to paste elsewhere; signed ones where the image needs them. */
export function Addresses({ image }: { readonly image: DetailedImageAnswer }) {
  const variants = useVariants();
  const config = useConfig();
  const [variant, setVariant] = useState("public");
  const list = variants.data ?? [];
  const chosen = list.find(({ id }) => id === variant) ?? list[0];
  if (chosen === undefined) return <Skeleton />;
  const address = image.variants.find((url) => url.endsWith(`/${chosen.id}`)) ?? image.variants[0] ?? "";
  const needsSignature = image.requireSignedURLs && !chosen.neverRequireSignedURLs;

  return (
    <section class="card stack" aria-labelledby="addresses-title">
      <header class="card-header">
        <h2 id="addresses-title">Addresses</h2>
        <SelectField
          label="Variant"
          value={chosen.id}
          onValue={setVariant}
          choices={list.map(({ id }) => ({ value: id, text: id }))}
        />
      </header>
      {needsSignature ? (
        <p class="hint">The image is private: without a signature this address is refused.</p>
      ) : (
        <>
          <Labelled title="Address" text={address} />
          <Labelled title="HTML" text={pictureSnippet(address, image)} />
          {config.data?.flexible_variants && (
            <Labelled title="HTML for every screen" text={srcsetSnippet(originOf(address), image)} />
          )}
        </>
      )}
      {(needsSignature || image.requireSignedURLs) && may("edit") && <SignedAddress address={address} />}
      {needsSignature && !may("edit") && <p class="hint">Signing needs a credential with the scope edit.</p>}
    </section>
  );
}

function Labelled({ title, text }: { readonly title: string; readonly text: string }) {
  return (
    <div class="stack tight">
      <h3>{title}</h3>
      <CopyText text={text} label={title} />
    </div>
  );
}

/** Signs here, with a key of the account: no request is made for it. */
function SignedAddress({ address }: { readonly address: string }) {
  const keys = useSigningKeys();
  const [name, setName] = useState("");
  const [expiry, setExpiry] = useState("3600");
  const [signed, setSigned] = useState<{ readonly url: string; readonly expiresAt: number | undefined }>();
  const [error, setError] = useState<unknown>();
  const list = keys.data?.keys ?? [];
  const key = list.find((candidate) => candidate.name === name) ?? list[0];

  useEffect(() => {
    if (key === undefined) return undefined;
    let current = true;
    const expiresAt = expiry === "" ? undefined : Date.now() + Number(expiry) * 1000;
    sign(address, key.value, expiresAt).then(
      (url) => {
        if (!current) return;
        setError(undefined);
        setSigned({ url, expiresAt });
      },
      (problem: unknown) => current && setError(problem),
    );
    return () => (current = false);
  }, [address, key, expiry]);

  if (keys.isError) return <ErrorNotice error={keys.error} />;
  if (key === undefined) return <Skeleton lines={2} />;
  return (
    <div class="stack tight">
      <h3>Signed address</h3>
      <div class="field-row">
        <SelectField
          label="Signing key"
          value={key.name}
          onValue={setName}
          choices={list.map((row) => ({ value: row.name, text: row.name }))}
        />
        <SelectField label="Expires" value={expiry} onValue={setExpiry} choices={EXPIRIES} />
      </div>
      {error !== undefined && <ErrorNotice error={error} />}
      {signed && <CopyText text={signed.url} label="the signed address" />}
      {signed && (
        <p class="hint">
          {signed.expiresAt === undefined
            ? "Good as long as its key."
            : `Good until ${formatTime(new Date(signed.expiresAt).toISOString())}.`}
        </p>
      )}
    </div>
  );
}

function sign(address: string, key: string, expiresAt: number | undefined): Promise<string> {
  if (!isSecureContext) {
    return Promise.reject(
      new Error(
        "Browsers sign only on pages that came over HTTPS or from localhost. Open the dashboard that way.",
      ),
    );
  }
  return signUrl(address, { key, ...(expiresAt !== undefined && { expiresAt }) });
}
