import { relative, resolve } from "node:path";
import type { Plugin, ResolvedConfig } from "vite";
import { DEFAULT_ACCOUNT, DEFAULT_CACHE } from "./build-variants.ts";
import { writeAtomically } from "./atomic-file.ts";
import { loadConfig } from "./config-file.ts";
import { createImageMaker, type ImageMaker } from "./image-maker.ts";
import { readSettings, type Settings } from "./settings.ts";
import { createDevPictures, type DevPictures } from "./vite/dev-pictures.ts";
import { loadImage, splitId, type WantedPicture } from "./vite/image-modules.ts";
import { importTypes } from "./vite/import-types.ts";

export type { PictureData } from "./vite/import-code.ts";

export interface DarkroomPluginOptions {
  /** The configuration, from Vite's root; default: `darkroom.config.ts` and its like there. */
  readonly config?: string;
  /** Where to write the types of `?variant=…` for the variants of the configuration, from Vite's root; default: nowhere. */
  readonly types?: string;
}

/**
 * Images by import: `./hero.jpg?variant=hero` is the address of a picture, `./hero.jpg?w=400;800&as=picture` all
 * that a `<picture>` needs. A development server makes pictures when a browser asks for them; a build emits them
 * as assets. Both share the cache of `darkroom build`.
 */
export function darkroom(options: DarkroomPluginOptions = {}): Plugin {
  let vite: ResolvedConfig;
  let settings: Settings = {};
  let configFiles: readonly string[] = [];
  let cache = "";
  let makerSettings: Parameters<typeof createImageMaker>[0];
  let maker: ImageMaker | undefined;
  let dev: DevPictures | undefined;

  return {
    name: "darkroom",
    // Before Vite's own assets, which would take every image.
    enforce: "pre",

    async configResolved(resolved) {
      vite = resolved;
      const loaded = await loadConfig(vite.root, options.config);
      settings = readSettings(loaded.config);
      configFiles = loaded.files;
      cache = resolve(loaded.folder, settings.cache ?? DEFAULT_CACHE);
      makerSettings = {
        cache,
        account: settings.account ?? DEFAULT_ACCOUNT,
        ...(settings.threads !== undefined && { threads: settings.threads }),
      };
      if (options.types !== undefined) {
        await writeAtomically(resolve(vite.root, options.types), importTypes(settings.variants ?? []));
      }
    },

    configureServer(server) {
      dev = createDevPictures(vite.base);
      server.middlewares.use(dev.middleware);
      // A variant may be anywhere in the page: all is loaded anew.
      server.watcher.add([...configFiles]);
      server.watcher.on("change", (file) => {
        if (configFiles.includes(resolve(file))) void server.restart();
      });
    },

    async load(id) {
      const image = splitId(id);
      if (image === undefined) return undefined;
      maker ??= createImageMaker(makerSettings);
      // In a build the addresses are known at its end only; Vite puts them in for its own mark of an asset.
      const emit = async (picture: WantedPicture): Promise<string> => {
        const reference = this.emitFile({
          type: "asset",
          name: picture.name,
          originalFileName: relative(vite.root, image.file),
          source: await picture.make(),
        });
        return `__VITE_ASSET__${reference}__`;
      };
      try {
        const code = await loadImage(image, settings, maker, dev?.address ?? emit);
        if (code === undefined) return undefined;
        this.addWatchFile(image.file);
        return { code, moduleType: "js" };
      } catch (error) {
        return this.error(
          `${relative(vite.root, id)}: ${error instanceof Error ? error.message : String(error)}`,
        );
      }
    },

    async closeBundle() {
      const closing = maker;
      maker = undefined;
      await closing?.close();
    },
  };
}
