import type { default as SharpModule, Sharp } from "sharp";
import type { Engine, Task } from "../task.ts";
import { loadPeer } from "./peers.ts";

/** libvips as native code, on one thread and without its cache, as a server under load has it. */
export async function openSharp(): Promise<Engine> {
  const { default: sharp } = await loadPeer<{ default: typeof SharpModule }>("sharp");
  sharp.cache(false);
  sharp.concurrency(1);

  function encode(picture: Sharp, { to, quality, progressive, sharpAvif }: Task) {
    switch (to.format) {
      case "jpeg":
        return picture.jpeg({ quality, progressive });
      case "webp":
        return picture.webp({ quality });
      case "avif":
        return picture.avif({ quality, ...sharpAvif, chromaSubsampling: "4:2:0" });
    }
  }

  return {
    settings({ to, does, sharpAvif }) {
      const versions = `${sharp.versions.sharp}, libvips ${sharp.versions.vips}, concurrency 1, cache off`;
      if (does === "pixels" || to.format !== "avif" || sharpAvif === undefined) return versions;
      return `${versions}; effort ${sharpAvif.effort}, quality ${sharpAvif.quality} for the same SSIM, 4:2:0`;
    },
    refuses: () => undefined,
    async run(task, input) {
      const { width, height } = task.to;
      if (task.does === "file") {
        return encode(sharp(input).resize(width, height, { fit: "fill" }), task).toBuffer();
      }
      const raw = { width: task.from.width, height: task.from.height, channels: 4 } as const;
      return sharp(input, { raw }).resize(width, height, { fit: "fill" }).raw().toBuffer();
    },
  };
}
