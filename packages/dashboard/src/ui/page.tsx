import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";

/** The frame of every page: its heading, which takes the focus after a move, and what can be done on it. */
export function Page({
  title,
  heading = title,
  note,
  actions,
  children,
  wide = false,
}: {
  readonly title: string;
  readonly heading?: ComponentChildren;
  readonly note?: ComponentChildren;
  readonly actions?: ComponentChildren;
  readonly children: ComponentChildren;
  readonly wide?: boolean;
}) {
  useEffect(() => {
    document.title = `${title} · Darkroom`;
  }, [title]);
  return (
    <main class={wide ? "page wide" : "page"} id="main">
      <header class="page-header">
        <div class="page-title">
          <h1 tabIndex={-1}>{heading}</h1>
          {note && <p class="soft">{note}</p>}
        </div>
        {actions && <div class="page-actions">{actions}</div>}
      </header>
      {children}
    </main>
  );
}
