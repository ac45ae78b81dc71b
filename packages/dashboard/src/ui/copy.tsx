import { useEffect, useState } from "preact/hooks";
import { Button, IconButton } from "./button.tsx";
import { say } from "./toasts.tsx";

/** Copies a text, and says so where the pointer is and to screen readers. */
export function CopyButton({
  text,
  label,
  short,
}: {
  readonly text: string;
  readonly label: string;
  readonly short?: string;
}) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
      say("Copied.");
    } catch {
      say("The browser does not allow copying here: select the text instead.", "bad");
    }
  }
  const icon = copied ? "check" : "copy";
  if (short !== undefined) {
    return (
      <Button small icon={icon} aria-label={label} onClick={() => void copy()}>
        {short}
      </Button>
    );
  }
  return <IconButton small icon={icon} label={label} onClick={() => void copy()} />;
}

/** A text to copy: an address, a snippet. */
export function CopyText({ text, label }: { readonly text: string; readonly label: string }) {
  return (
    <div class="copy-text">
      <code tabIndex={0}>{text}</code>
      <CopyButton text={text} label={`Copy ${label}`} />
    </div>
  );
}
