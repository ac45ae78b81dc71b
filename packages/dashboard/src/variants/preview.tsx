import { optionSegment, parseOptions } from "@darkroom/core";
import { useEffect, useState } from "preact/hooks";
import type { DetailedImageAnswer } from "@darkroom/http/answers";
import { useImages } from "../api/queries.ts";
import { formatBytes, formatName, formatSaving } from "../format.ts";
import { optionsPath } from "../images/addresses.ts";
import { BROWSER_ACCEPT } from "../image/clients.ts";
import { measure, type Measured } from "../image/measure.ts";
import { usePicture } from "../images/picture.tsx";
import { Segmented, type Choice } from "../ui/field.tsx";
import { EmptyState, ErrorNotice } from "../ui/notice.tsx";
import { Compare } from "./compare.tsx";
import { FocalPoint } from "./focal-point.tsx";
import { ImageChoice } from "./image-choice.tsx";
import { optionsProblem } from "./options-problem.ts";
import type { OptionsJson } from "./option-form.tsx";
import { QualityChart } from "./quality-chart.tsx";
import { SizeBox } from "./size-box.tsx";

/** Time after the last change before the server is asked. */
const SETTLE_MS = 200;

type View = "result" | "compare" | "point";

const VIEWS: readonly Choice<View>[] = [
  { value: "result", text: "Size" },
  { value: "point", text: "Focal point" },
  { value: "compare", text: "Before and after" },
];

const NEWEST = { search: "", creator: undefined, meta: [], order: "desc" } as const;

/** What the options make of a chosen image, made by the server itself; options are changed on it too. */
export function VariantPreview({
  options,
  onOptions,
}: {
  readonly options: OptionsJson;
  /** Undefined where they may not be changed. */
  readonly onOptions: ((options: OptionsJson) => void) | undefined;
}) {
  const images = useImages(NEWEST);
  const [chosen, setChosen] = useState<DetailedImageAnswer>();
  const [view, setView] = useState<View>("result");
  const image = chosen ?? images.data?.pages[0]?.images[0];

  if (images.isError) return <ErrorNotice error={images.error} onRetry={() => void images.refetch()} />;
  if (image === undefined) {
    return (
      <section class="card variant-preview">
        {images.isSuccess && (
          <EmptyState icon="images" title="No image to try it on">
            <p>Upload one, and the variant is shown here as it is delivered.</p>
          </EmptyState>
        )}
      </section>
    );
  }
  return (
    <section class="card variant-preview" aria-label="Preview">
      <header class="card-header">
        <Segmented label="View" value={view} choices={VIEWS} onValue={setView} />
        <ImageChoice image={image} images={images.data?.pages[0]?.images ?? []} onImage={setChosen} />
      </header>
      {view === "point" ? (
        <FocalPoint image={image} options={options} onOptions={onOptions} />
      ) : (
        <Result image={image} options={options} onOptions={onOptions} view={view} />
      )}
    </section>
  );
}

function Result({
  image,
  options,
  onOptions,
  view,
}: {
  readonly image: DetailedImageAnswer;
  readonly options: OptionsJson;
  readonly onOptions: ((options: OptionsJson) => void) | undefined;
  readonly view: "result" | "compare";
}) {
  const settled = useSettled(options);
  const valid = optionsProblem(settled) === undefined;
  const parsed = valid ? parseOptions(settled) : undefined;
  const path = parsed && optionsPath(image.id, parsed);
  const picture = usePicture(path, BROWSER_ACCEPT);
  const measured = useMeasured(path);

  return (
    <>
      {view === "compare" && parsed !== undefined ? (
        <Compare
          before={optionsPath(image.id, { ...parsed, quality: 100 })}
          after={optionsPath(image.id, parsed)}
          alt={image.id}
        />
      ) : (
        <SizeBox image={image} options={options} onOptions={onOptions} picture={picture} />
      )}
      <p class="preview-facts" aria-live="polite">
        {picture.state === "failed" ? (
          <ErrorNotice error={picture.error} />
        ) : measured === undefined ? (
          <span class="soft">Asking the server…</span>
        ) : (
          <>
            <strong>{formatBytes(measured.bytes)}</strong>{" "}
            <span class="badge quiet">{formatName(measured.mediaType)}</span> {measured.width} ×{" "}
            {measured.height}
            <span class="soft">
              {" "}
              · {formatSaving(image.original.bytes, measured.bytes)} than the original’s{" "}
              {formatBytes(image.original.bytes)}
            </span>
          </>
        )}
      </p>
      {parsed && <code class="segment">{optionSegment(parsed)}</code>}
      {parsed && <QualityChart id={image.id} options={parsed} />}
    </>
  );
}

/** The last value that stood still for a moment. */
function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}

function useMeasured(path: string | undefined): Measured | undefined {
  const [measured, setMeasured] = useState<Measured>();
  useEffect(() => {
    if (path === undefined) return undefined;
    const controller = new AbortController();
    measure(path, { accept: BROWSER_ACCEPT }, controller.signal).then(
      (result) => !controller.signal.aborted && setMeasured(result),
      () => !controller.signal.aborted && setMeasured(undefined),
    );
    return () => controller.abort();
  }, [path]);
  return measured;
}
