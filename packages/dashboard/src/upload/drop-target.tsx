import { useEffect, useState } from "preact/hooks";
import { may } from "../session/session.ts";
import { Icon } from "../ui/icon.tsx";
import { sayError } from "../ui/toasts.tsx";
import { filesOfTransfer } from "./choose.ts";
import { stage } from "./staging.ts";

/** Takes files that are dropped or pasted anywhere in the window. */
export function DropTarget() {
  const [over, setOver] = useState(false);
  useEffect(() => {
    if (!may("edit")) return undefined;
    let depth = 0;
    const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes("Files") ?? false;
    const show = (change: number): void => {
      depth = Math.max(0, depth + change);
      setOver(depth > 0);
    };
    const listeners = {
      dragenter: (event: DragEvent) => hasFiles(event) && show(1),
      dragleave: (event: DragEvent) => hasFiles(event) && show(-1),
      dragover: (event: DragEvent) => hasFiles(event) && event.preventDefault(),
      drop(event: DragEvent) {
        if (!hasFiles(event)) return;
        event.preventDefault();
        show(-depth);
        filesOfTransfer(event.dataTransfer!).then(stage).catch(sayError);
      },
      paste(event: ClipboardEvent) {
        const isText = event.target instanceof Element && event.target.closest("input, textarea") !== null;
        if (isText || (event.clipboardData?.files.length ?? 0) === 0) return;
        event.preventDefault();
        filesOfTransfer(event.clipboardData!).then(stage).catch(sayError);
      },
    };
    const entries = Object.entries(listeners) as [string, EventListener][];
    for (const [name, listener] of entries) addEventListener(name, listener);
    return () => {
      for (const [name, listener] of entries) removeEventListener(name, listener);
    };
  }, []);
  if (!over) return null;
  return (
    <div class="drop-over" aria-hidden="true">
      <div>
        <Icon name="upload" />
        Drop to upload
      </div>
    </div>
  );
}
