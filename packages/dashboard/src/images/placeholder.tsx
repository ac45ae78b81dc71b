import { drawThumbHash } from "@darkroom/core";
import type { PlaceholderAnswer } from "@darkroom/http/answers";
import { useEffect, useRef } from "preact/hooks";

/** The blurred shape of a picture, in its place until it is there. */
export function PlaceholderPicture({ placeholder }: { readonly placeholder: PlaceholderAnswer }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { thumbHash } = placeholder;
  // After the first paint: a picture that is kept from before is there by then, and nothing need be drawn.
  useEffect(() => {
    const drawn = drawThumbHash(Uint8Array.from(atob(thumbHash), (byte) => byte.charCodeAt(0)));
    const context = canvas.current?.getContext("2d");
    if (!context || drawn === undefined) return;
    const { width, height, data } = drawn;
    Object.assign(context.canvas, { width, height });
    context.putImageData(new ImageData(new Uint8ClampedArray(data.buffer), width, height), 0, 0);
  }, [thumbHash]);
  return <canvas class="picture-loading" ref={canvas} aria-hidden="true" />;
}
