import type { ImageFacts } from "@darkroom/core";
import type { NewImageRecord } from "../record-store.ts";

export const ACCOUNT = "0123456789abcdef0123456789abcdef";

export const FACTS: ImageFacts = {
  format: "jpeg",
  width: 640,
  height: 480,
  orientation: 6,
  frames: 1,
  alpha: false,
  bitDepth: 8,
  components: 3,
  icc: true,
  progressive: false,
  scans: 1,
};

/** A record with an id and a blob of its own, changed in `part`. */
export function newRecord(part: Partial<NewImageRecord> = {}): NewImageRecord {
  const unique = crypto.randomUUID();
  return {
    account: ACCOUNT,
    id: unique,
    blobKey: `originals/${unique}`,
    sha256: unique.replaceAll("-", "").repeat(2),
    size: 12_345,
    mediaType: "image/jpeg",
    facts: FACTS,
    placeholder: null,
    filename: "photo.jpg",
    creator: null,
    meta: { camera: "x", tags: ["a", "b"] },
    requireSignedURLs: false,
    uploaded: 1_700_000_000_000,
    ...part,
  };
}
