import { load } from "#wasm/png";
import { buildOf } from "./builds.ts";
import { rememberLoaded } from "./compiled-module.ts";
import type { DecoderCodec, EncoderCodec, Raster } from "./contract.ts";
import { decodeGuarded, expectSize, openGuarded, workGuarded } from "./failure.ts";
import { isOpaque } from "./opaque.ts";
import {
  type BindgenExports,
  callForBytes,
  openBindgen,
  passBytes,
  takeBytes,
  viewBytes,
} from "./wasm-bindgen.ts";

interface PngExports extends BindgenExports {
  decode(address: number, length: number): number;
  encode(
    returned: number,
    address: number,
    length: number,
    width: number,
    height: number,
    bitDepth: number,
  ): void;
}

type Picture = Omit<Raster, "opaque">;

interface PngInstance {
  readonly exports: PngExports;
  /** The picture that the module made during the last call of `decode`. */
  readonly takePicture: () => Picture | undefined;
}

/** PNG of every kind by the `png` crate, brought to 8 bits a sample; of an animation its default image. */
export function pngDecoder(): DecoderCodec {
  const compiled = rememberLoaded(load);
  return {
    does: "decode",
    format: "png",
    build: buildOf("png", 1),
    cmyk: false,
    shrinks: false,
    bytesFor: ({ width, height }) => 2_000_000 + 13 * width * height,
    open: () =>
      openGuarded("PNG", async () => {
        const { exports, takePicture } = openPng(await compiled());
        return {
          memoryBytes: () => exports.memory.buffer.byteLength,
          decode: (bytes, facts) =>
            decodeGuarded("PNG", () => {
              exports.decode(
                passBytes(exports, bytes.length, (room) => room.set(bytes)),
                bytes.length,
              );
              const picture = takePicture();
              if (picture === undefined) throw new Error("The decoder gave no picture.");
              expectSize(picture, facts);
              return { ...picture, opaque: !facts.alpha || isOpaque(picture.data) };
            }),
        };
      }),
  };
}

/** PNG by the `png` crate: RGBA of 8 bits a sample, not interlaced, whether opaque or not. */
export function pngEncoder(): EncoderCodec {
  const compiled = rememberLoaded(load);
  return {
    does: "encode",
    format: "png",
    build: buildOf("png", 1),
    bytesFor: ({ width, height }) => 2_000_000 + 24 * width * height,
    open: () =>
      openGuarded("PNG", async () => {
        const { exports } = openPng(await compiled());
        return {
          memoryBytes: () => exports.memory.buffer.byteLength,
          encode: ({ data, width, height }) =>
            workGuarded("PNG", () => {
              const address = passBytes(exports, data.length, (room) => room.set(data));
              return callForBytes(exports, (returned) =>
                exports.encode(returned, address, data.length, width, height, 8),
              );
            }),
        };
      }),
  };
}

function openPng(module: WebAssembly.Module): PngInstance {
  let picture: Picture | undefined;
  const exports = openBindgen<PngExports>(module, ["decode", "encode"], {
    // `new ImageData(pixels, width, height)`: keeps the picture here; the number stands for the object.
    __wbg_newwithownedu8clampedarrayandsh: (address, length, width, height) => {
      picture = { width: width >>> 0, height: height >>> 0, data: takeBytes(exports, address, length) };
      return 0;
    },
    __wbindgen_throw: (address, length) => {
      throw new Error(new TextDecoder().decode(viewBytes(exports.memory, address, length).slice()));
    },
    __wbindgen_memory: unused,
    __wbg_buffer: unused,
    __wbg_newwithbyteoffsetandlength: unused,
    __wbindgen_object_drop_ref: unused,
  });
  return {
    exports,
    takePicture() {
      const taken = picture;
      picture = undefined;
      return taken;
    },
  };
}

/** Called only for pictures of 16 bits a sample, which are not asked for. */
function unused(): never {
  throw new Error("The decoder called what 8-bit pictures do not need.");
}
