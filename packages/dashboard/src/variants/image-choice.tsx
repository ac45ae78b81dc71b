import { useState } from "preact/hooks";
import type { DetailedImageAnswer } from "@darkroom/http/answers";
import { nameOf } from "../images/names.ts";
import { ownPath } from "../images/addresses.ts";
import { Picture } from "../images/picture.tsx";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";

const MOST_SHOWN = 60;

/** Chooses the image that a variant is tried on, among the newest. */
export function ImageChoice({
  image,
  images,
  onImage,
}: {
  readonly image: DetailedImageAnswer;
  readonly images: readonly DetailedImageAnswer[];
  readonly onImage: (image: DetailedImageAnswer) => void;
}) {
  const [open, setOpen] = useState(false);
  const [text, setText] = useState("");
  const found = images.filter(({ id, filename }) =>
    `${id} ${filename}`.toLowerCase().includes(text.toLowerCase()),
  );
  return (
    <>
      <Button small icon="images" onClick={() => setOpen(true)} title={image.id}>
        <span class="clipped">{nameOf(image)}</span>
      </Button>
      {open && (
        <Dialog title="Try it on" onClose={() => setOpen(false)}>
          <input
            type="search"
            aria-label="Search the newest images"
            placeholder="Search the newest images"
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
          />
          <ul class="choice-grid">
            {found.slice(0, MOST_SHOWN).map((candidate) => (
              <li key={candidate.id}>
                <button
                  type="button"
                  aria-label={candidate.id}
                  aria-pressed={candidate.id === image.id}
                  onClick={() => {
                    onImage(candidate);
                    setOpen(false);
                  }}
                >
                  <Picture
                    path={ownPath(candidate.id, "thumbnail")}
                    alt=""
                    placeholder={candidate.original.placeholder}
                  />
                </button>
              </li>
            ))}
          </ul>
        </Dialog>
      )}
    </>
  );
}
