import { useEffect, useState } from "preact/hooks";
import type { DetailedImageAnswer, VariantAnswer } from "@darkroom/http/answers";
import { useVariants } from "../api/queries.ts";
import { formatBytes, formatName, formatSaving } from "../format.ts";
import { variantPath } from "../images/addresses.ts";
import { hrefOf } from "../router.ts";
import { Button } from "../ui/button.tsx";
import { Segmented } from "../ui/field.tsx";
import { ErrorNotice, sentenceOf, Skeleton } from "../ui/notice.tsx";
import { optionsSummary } from "../variants/summary.ts";
import { CLIENTS } from "./clients.ts";
import { measure, type Measured } from "./measure.ts";

const DEVICES = [
  { value: "desktop", text: "Desktop" },
  { value: "tablet", text: "Tablet" },
  { value: "mobile", text: "Phone" },
] as const;

type Device = (typeof DEVICES)[number]["value"];

/** Variants that are measured without being asked for: each may have to be made first. */
const MEASURED_AT_ONCE = 4;

/** Every variant as it is really delivered, to each kind of client. */
export function DeliveryTable({ image }: { readonly image: DetailedImageAnswer }) {
  const variants = useVariants();
  const [device, setDevice] = useState<Device>("desktop");
  const [asked, setAsked] = useState<ReadonlySet<string>>(new Set());
  return (
    <section class="card stack tight" aria-labelledby="delivery-title">
      <header class="card-header">
        <div>
          <h2 id="delivery-title">As delivered</h2>
          <p class="hint">
            Each cell is a real answer of the server, beside the {formatBytes(image.original.bytes)} of the
            original.
          </p>
        </div>
        <Segmented label="Device" value={device} choices={DEVICES} onValue={setDevice} />
      </header>
      {variants.isError && <ErrorNotice error={variants.error} onRetry={() => void variants.refetch()} />}
      {variants.isPending && <Skeleton lines={4} />}
      {variants.data && (
        <div class="table-frame" tabIndex={0} role="region" aria-label="As delivered">
          <table class="delivery">
            <thead>
              <tr>
                <th scope="col">Variant</th>
                {CLIENTS.map(({ name, note }) => (
                  <th scope="col" key={name}>
                    {name}
                    <small>{note}</small>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {variants.data.map((variant, index) => (
                <tr key={variant.id}>
                  <th scope="row">
                    <a href={hrefOf(["variants", variant.id])}>{variant.id}</a>
                    <small>{optionsSummary(variant, device)}</small>
                  </th>
                  {index < MEASURED_AT_ONCE || asked.has(variant.id) ? (
                    CLIENTS.map(({ accept }) => (
                      <Cell key={accept} image={image} variant={variant} accept={accept} device={device} />
                    ))
                  ) : (
                    <td colSpan={CLIENTS.length}>
                      <Button small onClick={() => setAsked(new Set([...asked, variant.id]))}>
                        Measure
                      </Button>
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

interface CellProps {
  readonly image: DetailedImageAnswer;
  readonly variant: VariantAnswer;
  readonly accept: string;
  readonly device: Device;
}

function Cell({ image, variant, accept, device }: CellProps) {
  const [result, setResult] = useState<Measured | { readonly error: unknown }>();
  const path = variantPath(image.id, variant.id);
  // Only some variants look at the device; the others need not be asked again.
  const sentDevice = variant.devices === undefined ? undefined : device;
  useEffect(() => {
    const controller = new AbortController();
    setResult(undefined);
    const headers = { accept, ...(sentDevice !== undefined && { "cf-device-type": sentDevice }) };
    measure(path, headers, controller.signal).then(
      (measured) => !controller.signal.aborted && setResult(measured),
      (error: unknown) => !controller.signal.aborted && setResult({ error }),
    );
    return () => controller.abort();
  }, [path, accept, sentDevice]);

  if (result === undefined) {
    return (
      <td aria-busy="true">
        <span class="cell-waiting" />
      </td>
    );
  }
  if ("error" in result) return <td class="bad-text">{sentenceOf(result.error)}</td>;
  const { bytes: original } = image.original;
  return (
    <td>
      <strong>{formatBytes(result.bytes)}</strong>{" "}
      <span class="badge quiet">{formatName(result.mediaType)}</span>
      <small>
        {result.width} × {result.height} · {formatSaving(original, result.bytes)}
      </small>
      <span class="bar" aria-hidden="true">
        <span style={{ width: `${Math.min(100, (result.bytes / original) * 100)}%` }} />
      </span>
    </td>
  );
}
