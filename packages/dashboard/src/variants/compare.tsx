import { useState } from "preact/hooks";
import { formatBytes, formatSaving } from "../format.ts";
import { BROWSER_ACCEPT } from "../image/clients.ts";
import { usePicture } from "../images/picture.tsx";
import { ErrorNotice } from "../ui/notice.tsx";

/** Two pictures of one size over each other, parted by a slider. */
export function Compare({
  before,
  after,
  alt,
}: {
  readonly before: string;
  readonly after: string;
  readonly alt: string;
}) {
  const left = usePicture(before, BROWSER_ACCEPT);
  const right = usePicture(after, BROWSER_ACCEPT);
  const [share, setShare] = useState(50);
  if (left.state === "failed") return <ErrorNotice error={left.error} />;
  if (right.state === "failed") return <ErrorNotice error={right.error} />;
  const ready = left.state === "shown" && right.state === "shown";
  return (
    <div class="stack tight">
      <div class="compare">
        {ready && (
          <>
            <img src={right.delivered.url} alt={`${alt} with these options`} draggable={false} />
            <img
              class="compare-before"
              src={left.delivered.url}
              alt={`${alt} in quality 100`}
              draggable={false}
              style={{ clipPath: `inset(0 ${100 - share}% 0 0)` }}
            />
            <span class="compare-line" style={{ left: `${share}%` }} />
            <input
              type="range"
              min={0}
              max={100}
              value={share}
              aria-label="Share of the picture that shows quality 100"
              onInput={(event) => setShare(Number(event.currentTarget.value))}
            />
          </>
        )}
      </div>
      {ready && (
        <p class="compare-facts">
          <span>Quality 100: {formatBytes(left.delivered.bytes)}</span>
          <span>
            These options: {formatBytes(right.delivered.bytes)},{" "}
            {formatSaving(left.delivered.bytes, right.delivered.bytes)}
          </span>
        </p>
      )}
    </div>
  );
}
