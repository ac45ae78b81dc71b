import type { PlaceholderAnswer } from "@darkroom/http/answers";
import { useEffect, useState } from "preact/hooks";
import { Icon } from "../ui/icon.tsx";
import { sentenceOf } from "../ui/notice.tsx";
import { requireSession } from "../session/session.ts";
import type { Delivered } from "./blobs.ts";
import { PlaceholderPicture } from "./placeholder.tsx";

/** State of a picture on its way. */
export type PictureState =
  | { readonly state: "loading" }
  | { readonly state: "shown"; readonly delivered: Delivered }
  | { readonly state: "failed"; readonly error: unknown };

/** Fetches a picture while the component is there. */
export function usePicture(path: string | undefined, accept?: string, device?: string): PictureState {
  const { pictures } = requireSession();
  const [state, setState] = useState<PictureState>({ state: "loading" });
  useEffect(() => {
    setState({ state: "loading" });
    if (path === undefined) return undefined;
    const loan = pictures.borrow(path, {
      ...(accept !== undefined && { accept }),
      ...(device !== undefined && { "cf-device-type": device }),
    });
    let current = true;
    loan.delivered.then(
      (delivered) => current && setState({ state: "shown", delivered }),
      (error: unknown) => current && setState({ state: "failed", error }),
    );
    return () => {
      current = false;
      loan.release();
    };
  }, [pictures, path, accept, device]);
  return state;
}

/** A delivered picture; its placeholder, or a quiet one, until it is there, a mark with the reason when it fails. */
export function Picture({
  path,
  alt,
  accept,
  placeholder = null,
}: {
  readonly path: string;
  readonly alt: string;
  readonly accept?: string;
  readonly placeholder?: PlaceholderAnswer | null;
}) {
  const picture = usePicture(path, accept);
  if (picture.state === "shown")
    return <img src={picture.delivered.url} alt={alt} decoding="async" draggable={false} />;
  if (picture.state === "failed") {
    return (
      <span class="picture-failed" title={sentenceOf(picture.error)}>
        <Icon name="alert" />
        <span class="unseen">{sentenceOf(picture.error)}</span>
      </span>
    );
  }
  return placeholder === null ? (
    <span class="picture-loading" />
  ) : (
    <PlaceholderPicture placeholder={placeholder} />
  );
}
