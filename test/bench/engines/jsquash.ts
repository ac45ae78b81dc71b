import type { Engine, Size, Task } from "../task.ts";
import { compilePeer, loadPeer } from "./peers.ts";

interface Picture extends Size {
  readonly data: Uint8ClampedArray<ArrayBuffer>;
}

interface Decoder {
  init(module: WebAssembly.Module): Promise<unknown>;
  default(file: ArrayBuffer): Promise<Picture>;
}

interface Encoder {
  init(module: WebAssembly.Module): Promise<unknown>;
  default(picture: Picture, options: Readonly<Record<string, number | boolean>>): Promise<ArrayBuffer>;
}

interface Resizer {
  initSync(module: { readonly module: WebAssembly.Module } | WebAssembly.Module): unknown;
  resize(
    data: Uint8Array,
    width: number,
    height: number,
    toWidth: number,
    toHeight: number,
    method: number,
    premultiply: boolean,
    linearLight: boolean,
  ): Uint8ClampedArray<ArrayBuffer>;
}

const LANCZOS3 = 3;
/** The libavif quality that Darkroom takes for 80. */
const AVIF_QUALITY = 59;

/** The jSquash packages as they are, one after the other. */
export async function openJsquash(): Promise<Engine> {
  async function open<Codec extends Decoder | Encoder>(path: string, binary: string): Promise<Codec> {
    const codec = await loadPeer<Codec>(`@jsquash/${path}`);
    await codec.init(await compilePeer(`@jsquash/${binary}`));
    return codec;
  }
  const decoders = {
    jpeg: await open<Decoder>("jpeg/decode.js", "jpeg/codec/dec/mozjpeg_dec.wasm"),
    png: await open<Decoder>("png/decode.js", "png/codec/pkg/squoosh_png_bg.wasm"),
  };
  const encoders = {
    jpeg: await open<Encoder>("jpeg/encode.js", "jpeg/codec/enc/mozjpeg_enc.wasm"),
    webp: await open<Encoder>("webp/encode.js", "webp/codec/enc/webp_enc_simd.wasm"),
    avif: await open<Encoder>("avif/encode.js", "avif/codec/enc/avif_enc.wasm"),
  };
  const resizer = await loadPeer<Resizer>("@jsquash/resize/lib/resize/pkg/squoosh_resize.js");
  resizer.initSync(await compilePeer("@jsquash/resize/lib/resize/pkg/squoosh_resize_bg.wasm"));

  function resize(data: Uint8Array, from: Size, { to, alpha }: Task) {
    return resizer.resize(data, from.width, from.height, to.width, to.height, LANCZOS3, alpha, false);
  }
  return {
    settings: ({ alpha, to }) =>
      `lanczos3, ${alpha ? "" : "not "}premultiplied, not in linear light${to.format === "avif" ? "; libaom speed 6, quality 59" : ""}`,
    refuses: ({ profile }) => (profile ? "converts no colour profiles" : undefined),
    async run(task, input) {
      if (task.does === "pixels") return new Uint8Array(resize(input, task.from, task).buffer);
      const picture = await decoders[task.from.format].default(input.buffer);
      const data = resize(new Uint8Array(picture.data.buffer), picture, task);
      const { format, width, height } = task.to;
      const quality = format === "avif" ? AVIF_QUALITY : task.quality;
      const options = { quality, ...(format === "jpeg" && { progressive: task.progressive }) };
      return new Uint8Array(await encoders[format].default({ data, width, height }, options));
    },
  };
}
