import { useVariants } from "../api/queries.ts";
import { plural } from "../format.ts";
import { hrefOf } from "../router.ts";
import { may } from "../session/session.ts";
import { ButtonLink } from "../ui/button.tsx";
import { ErrorNotice, Skeleton } from "../ui/notice.tsx";
import { Page } from "../ui/page.tsx";
import { optionsSummary } from "./summary.ts";

/** The variants of the account. */
export function VariantsPage() {
  const variants = useVariants();
  return (
    <Page
      title="Variants"
      note={
        variants.data
          ? `${plural(variants.data.length, "variant")}. A variant is a name for how images are delivered.`
          : " "
      }
      actions={
        may("edit") && (
          <ButtonLink kind="primary" icon="plus" href={hrefOf(["new-variant"])}>
            New variant
          </ButtonLink>
        )
      }
    >
      {variants.isError && <ErrorNotice error={variants.error} onRetry={() => void variants.refetch()} />}
      {variants.isPending && <Skeleton lines={5} />}
      {variants.data && (
        <ul class="rows card">
          {variants.data.map((variant) => (
            <li key={variant.id}>
              <a class="row-link" href={hrefOf(["variants", variant.id])}>
                <strong>{variant.id}</strong>
                <span class="soft">
                  {variant.devices
                    ? `by device: ${Object.keys(variant.devices)
                        .map((device) => `${device} ${optionsSummary(variant, device)}`)
                        .join("; ")}`
                    : optionsSummary(variant)}
                </span>
              </a>
              <span class="row-marks">
                {variant.neverRequireSignedURLs && <span class="badge quiet">always public</span>}
                {(variant.id === "default" || variant.id === "public") && (
                  <span class="badge quiet">built in</span>
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Page>
  );
}
