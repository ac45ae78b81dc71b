import type { Engine } from "../task.ts";
import { loadPeer } from "./peers.ts";

interface Photon {
  readonly PhotonImage: PhotonImageMaker;
  readonly SamplingFilter: { readonly Lanczos3: number };
  resize(image: PhotonImage, width: number, height: number, filter: number): PhotonImage;
}

interface PhotonImageMaker {
  new (pixels: Uint8Array, width: number, height: number): PhotonImage;
  new_from_byteslice(file: Uint8Array): PhotonImage;
}

interface PhotonImage {
  get_bytes_jpeg(quality: number): Uint8Array;
  get_raw_pixels(): Uint8Array;
  free(): void;
}

/** Photon as it is used on Workers. Its WebP is lossless, and there is no AVIF. */
export async function openPhoton(): Promise<Engine> {
  const photon = await loadPeer<Photon>("@cf-wasm/photon");
  const { PhotonImage, SamplingFilter } = photon;
  return {
    settings: () => "lanczos3",
    refuses({ does, profile, to, progressive, alpha }) {
      if (profile) return "converts no colour profiles";
      if (does === "file" && to.format !== "jpeg") return `writes no lossy ${to.format}`;
      if (progressive) return "writes no progressive files";
      return does === "file" && alpha ? "does not premultiply" : undefined;
    },
    async run({ does, from, to, quality }, input) {
      const image =
        does === "pixels"
          ? new PhotonImage(input, from.width, from.height)
          : PhotonImage.new_from_byteslice(input);
      const small = photon.resize(image, to.width, to.height, SamplingFilter.Lanczos3);
      const result = does === "pixels" ? small.get_raw_pixels() : small.get_bytes_jpeg(quality);
      image.free();
      small.free();
      return result;
    },
  };
}
