import type { DetailedImageAnswer } from "@darkroom/http/answers";
import { ownPath } from "../images/addresses.ts";
import { usePicture } from "../images/picture.tsx";
import { pointOf, type OptionsJson } from "./option-form.tsx";

const STEP = 0.02;

/** The whole picture; a click, or arrows, choose the point that a crop keeps. */
export function FocalPoint({
  image,
  options,
  onOptions,
}: {
  readonly image: DetailedImageAnswer;
  readonly options: OptionsJson;
  readonly onOptions: ((options: OptionsJson) => void) | undefined;
}) {
  const picture = usePicture(ownPath(image.id, "preview"));
  const { x, y } = pointOf(options["gravity"]);
  const crops = CROPS.has(options["fit"]);

  function set(nextX: number, nextY: number): void {
    const share = (value: number): number => Math.round(Math.max(0, Math.min(1, value)) * 100) / 100;
    onOptions?.({ ...options, gravity: { x: share(nextX), y: share(nextY) } });
  }

  function onKeyDown(event: KeyboardEvent): void {
    const moves: Readonly<Record<string, readonly [number, number]>> = {
      ArrowRight: [STEP, 0],
      ArrowLeft: [-STEP, 0],
      ArrowDown: [0, STEP],
      ArrowUp: [0, -STEP],
    };
    const move = moves[event.key];
    if (move === undefined) return;
    event.preventDefault();
    set(x + move[0], y + move[1]);
  }

  return (
    <>
      <div class="focal-frame">
        <button
          type="button"
          class="focal"
          disabled={onOptions === undefined}
          aria-label={`Focal point: ${Math.round(x * 100)}% from the left, ${Math.round(y * 100)}% from the top. Arrow keys move it.`}
          onKeyDown={onKeyDown}
          onClick={(event) => {
            // A key press on a button is a click at no place.
            if (event.detail === 0) return;
            const box = event.currentTarget.getBoundingClientRect();
            set((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
          }}
        >
          {picture.state === "shown" && <img src={picture.delivered.url} alt="" draggable={false} />}
          <span class="focal-mark" style={{ left: `${x * 100}%`, top: `${y * 100}%` }} />
        </button>
      </div>
      <p class="hint">
        {crops
          ? "Click what must stay in the picture when it is cropped."
          : "Click what must stay in the picture. It takes effect with the fits cover, crop and aspect-crop."}
      </p>
    </>
  );
}

const CROPS: ReadonlySet<unknown> = new Set(["cover", "crop", "aspect-crop"]);
