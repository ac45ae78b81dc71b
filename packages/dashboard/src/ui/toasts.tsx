import { signal } from "@preact/signals";
import { IconButton } from "./button.tsx";
import { sentenceOf } from "./notice.tsx";

interface Toast {
  readonly id: number;
  readonly kind: "good" | "bad";
  readonly text: string;
}

const SHOWN_MS = 6000;

const toasts = signal<readonly Toast[]>([]);
let lastId = 0;

/** Says for a moment, in a corner and to screen readers, what was done. */
export function say(text: string, kind: Toast["kind"] = "good"): void {
  lastId += 1;
  const id = lastId;
  toasts.value = [...toasts.value.slice(-3), { id, kind, text }];
  // What failed stays until it is read.
  if (kind === "good") setTimeout(() => dismiss(id), SHOWN_MS);
}

export function sayError(error: unknown): void {
  say(sentenceOf(error), "bad");
}

function dismiss(id: number): void {
  toasts.value = toasts.value.filter((toast) => toast.id !== id);
}

export function Toasts() {
  return (
    <div class="toasts" role="status" aria-live="polite">
      {toasts.value.map(({ id, kind, text }) => (
        <div key={id} class={`toast ${kind}`}>
          <p>{text}</p>
          <IconButton icon="close" label="Dismiss" small onClick={() => dismiss(id)} />
        </div>
      ))}
    </div>
  );
}
