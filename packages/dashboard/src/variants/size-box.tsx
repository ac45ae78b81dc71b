import { useRef, useState } from "preact/hooks";
import type { DetailedImageAnswer } from "@darkroom/http/answers";
import type { PictureState } from "../images/picture.tsx";
import type { OptionsJson } from "./option-form.tsx";

/** Pixels that an arrow key changes the size by; ten times that with Shift. */
const STEP = 10;

/** The box of `width` and `height` around the picture, to scale; its corner is dragged or moved by arrows. */
export function SizeBox({
  image,
  options,
  onOptions,
  picture,
}: {
  readonly image: DetailedImageAnswer;
  readonly options: OptionsJson;
  readonly onOptions: ((options: OptionsJson) => void) | undefined;
  readonly picture: PictureState;
}) {
  const frame = useRef<HTMLDivElement>(null);
  const { width: fullWidth, height: fullHeight } = image.original;
  const width = typeof options["width"] === "number" ? options["width"] : fullWidth;
  const height = typeof options["height"] === "number" ? options["height"] : fullHeight;
  // While the corner is dragged the scale stands still, or the box would run away from the pointer.
  const [held, setHeld] = useState<number>();
  const frameWidth = frame.current?.clientWidth ?? 640;
  const frameHeight = frame.current?.clientHeight ?? 420;
  const fitting = Math.min(frameWidth / Math.max(width, 1), frameHeight / Math.max(height, 1), 1) * 0.94;
  const scale = held ?? fitting;

  function set(nextWidth: number, nextHeight: number): void {
    const clamp = (value: number): number => Math.max(1, Math.min(12_000, Math.round(value)));
    onOptions?.({ ...options, width: clamp(nextWidth), height: clamp(nextHeight) });
  }

  function drag(event: PointerEvent): void {
    const handle = event.currentTarget as HTMLElement;
    handle.setPointerCapture(event.pointerId);
    setHeld(scale);
    const begin = { x: event.clientX, y: event.clientY };
    const move = ({ clientX, clientY, shiftKey }: PointerEvent): void => {
      const nextWidth = width + (clientX - begin.x) / scale;
      // With Shift the box keeps its shape.
      set(nextWidth, shiftKey ? nextWidth * (height / width) : height + (clientY - begin.y) / scale);
    };
    const end = (): void => {
      handle.removeEventListener("pointermove", move);
      setHeld(undefined);
    };
    handle.addEventListener("pointermove", move);
    handle.addEventListener("lostpointercapture", end, { once: true });
  }

  function onKeyDown(event: KeyboardEvent): void {
    const by = event.shiftKey ? STEP * 10 : STEP;
    const moves: Readonly<Record<string, readonly [number, number]>> = {
      ArrowRight: [by, 0],
      ArrowLeft: [-by, 0],
      ArrowDown: [0, by],
      ArrowUp: [0, -by],
    };
    const move = moves[event.key];
    if (move === undefined) return;
    event.preventDefault();
    set(width + move[0], height + move[1]);
  }

  return (
    <div class="size-frame" ref={frame}>
      <div class="size-box" style={{ width: `${width * scale}px`, height: `${height * scale}px` }}>
        {picture.state === "shown" && (
          <img src={picture.delivered.url} alt={`${image.id} with these options`} draggable={false} />
        )}
        <span class="size-label">
          {width} × {height}
        </span>
        {onOptions && (
          <button
            type="button"
            class="size-handle"
            aria-label={`Size of the box: ${width} by ${height} pixels. Arrow keys change it.`}
            onPointerDown={drag}
            onKeyDown={onKeyDown}
          />
        )}
      </div>
    </div>
  );
}
