import { DarkroomError } from "../errors.ts";
import type { XmlElement } from "./xml.ts";

export const SVG_NAMESPACE = "http://www.w3.org/2000/svg";
export const XLINK_NAMESPACE = "http://www.w3.org/1999/xlink";
export const XML_NAMESPACE = "http://www.w3.org/XML/1998/namespace";

/** Throws `image_unrecognised` unless a document with this root is an SVG. */
export function checkRoot(root: XmlElement): void {
  if (root.uri === SVG_NAMESPACE && root.local === "svg") return;
  throw new DarkroomError(
    "image_unrecognised",
    `The document is not an SVG: its root element must be svg in the namespace ${SVG_NAMESPACE}.`,
  );
}
