import { FORMATS } from "@darkroom/core";
import type { Connect } from "vite";
import type { WantedPicture } from "./image-modules.ts";

/** Below the base of a development server; of nobody's files. */
const PREFIX = "@darkroom/";

/** Pictures of a development server, made when a browser asks for them. */
export interface DevPictures {
  /** The address of a picture, which changes with its bytes. */
  readonly address: (picture: WantedPicture) => string;
  readonly middleware: Connect.NextHandleFunction;
}

export function createDevPictures(base: string): DevPictures {
  const wanted = new Map<string, WantedPicture>();
  const prefix = `${base.endsWith("/") ? base : `${base}/`}${PREFIX}`;
  return {
    address(picture) {
      const [digest = "", sha256 = ""] = picture.derived.key.split("/").toReversed();
      const path = `${sha256.slice(0, 16)}/${digest.slice(0, 16)}/${picture.name}`;
      wanted.set(path, picture);
      return prefix + path;
    },
    middleware(request, response, next) {
      const path = request.url?.split("?", 1)[0] ?? "";
      const picture = path.startsWith(prefix) ? wanted.get(path.slice(prefix.length)) : undefined;
      if (picture === undefined) {
        next();
        return;
      }
      picture.make().then((bytes) => {
        response.setHeader("content-type", FORMATS[picture.derived.plan.output.format].mediaType);
        response.setHeader("cache-control", "max-age=31536000, immutable");
        response.end(bytes);
      }, next);
    },
  };
}
