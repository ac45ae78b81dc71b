import type { TransformOptions } from "@darkroom/core";
import { useEffect, useState } from "preact/hooks";
import { formatBytes } from "../format.ts";
import { optionsPath } from "../images/addresses.ts";
import { BROWSER_ACCEPT } from "../image/clients.ts";
import { measure } from "../image/measure.ts";
import { Bars } from "../overview/charts.tsx";
import { Button } from "../ui/button.tsx";
import { ErrorNotice } from "../ui/notice.tsx";

const QUALITIES = [30, 50, 70, 85, 95] as const;

/** What each quality would cost in bytes; the server makes five pictures for it, so it waits to be asked. */
export function QualityChart({ id, options }: { readonly id: string; readonly options: TransformOptions }) {
  const [asked, setAsked] = useState(false);
  const [sizes, setSizes] = useState<readonly { readonly quality: number; readonly bytes: number }[]>([]);
  const [error, setError] = useState<unknown>();
  const others = JSON.stringify({ ...options, quality: undefined });

  useEffect(() => {
    setSizes([]);
    setError(undefined);
    if (!asked) return undefined;
    const controller = new AbortController();
    const base = JSON.parse(others) as TransformOptions;
    for (const quality of QUALITIES) {
      measure(optionsPath(id, { ...base, quality }), { accept: BROWSER_ACCEPT }, controller.signal).then(
        ({ bytes }) => {
          if (controller.signal.aborted) return;
          setSizes((known) => [...known, { quality, bytes }].sort((a, b) => a.quality - b.quality));
        },
        (problem: unknown) => !controller.signal.aborted && setError(problem),
      );
    }
    return () => controller.abort();
  }, [asked, id, others]);

  if (!asked) {
    return (
      <div>
        <Button small icon="overview" onClick={() => setAsked(true)}>
          Compare qualities
        </Button>
      </div>
    );
  }
  if (error !== undefined) return <ErrorNotice error={error} />;
  return (
    <Bars
      label="Bytes by quality"
      rows={QUALITIES.map((quality) => {
        const size = sizes.find((row) => row.quality === quality);
        return {
          name: `quality ${quality}`,
          value: size?.bytes ?? 0,
          text: size === undefined ? "…" : formatBytes(size.bytes),
        };
      })}
    />
  );
}
