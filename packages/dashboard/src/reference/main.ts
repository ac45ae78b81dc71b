/**
 * What the page of the reference (`/docs`) does beyond being read: search, and copying of commands. The page itself is
 * written by the server and complete without this.
 */
import "./reference.css";

const contents = document.getElementById("contents");
const finder = contents?.querySelector<HTMLElement>(".finder");
const field = finder?.querySelector("input");
const found = finder?.querySelector(".found");

/** Shows only the operations, and the errors, in which every word of a text stands. */
function show(text: string): void {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (element: Element): boolean => {
    const content = element.textContent.toLowerCase();
    return words.every((word) => content.includes(word));
  };
  let count = 0;
  for (const operation of document.querySelectorAll<HTMLElement>(".operation")) {
    operation.hidden = !fits(operation);
    if (!operation.hidden) count += 1;
    const entry = contents?.querySelector(`a[href="#${operation.id}"]`)?.closest("li");
    if (entry) entry.hidden = operation.hidden;
  }
  for (const row of document.querySelectorAll<HTMLElement>("#problems tbody tr")) row.hidden = !fits(row);
  for (const tag of document.querySelectorAll<HTMLElement>("section.tag")) {
    tag.hidden = tag.querySelector(".operation:not([hidden]), tbody tr:not([hidden])") === null;
  }
  for (const group of contents?.querySelectorAll<HTMLElement>(".group") ?? []) {
    const tag = document.querySelector(group.querySelector("a")!.hash);
    group.hidden = tag?.hasAttribute("hidden") ?? false;
  }
  document.querySelector<HTMLElement>(".introduction")!.hidden = words.length > 0;
  if (found)
    found.textContent = words.length === 0 ? "" : count === 1 ? "1 operation" : `${count} operations`;
}

if (finder && field) {
  finder.hidden = false;
  field.addEventListener("input", () => {
    show(field.value);
    scrollTo({ top: 0 });
  });
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target instanceof HTMLInputElement;
    if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      if (getComputedStyle(contents!).display === "none") contents!.showPopover();
      field.focus();
      field.select();
    } else if (event.key === "Escape" && event.target === field && field.value !== "") {
      event.preventDefault();
      field.value = "";
      show("");
    }
  });
}

// On a phone the contents lie over the page: a choice puts them away. What was searched for stays found.
contents?.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (link !== null && contents.matches(":popover-open")) contents.hidePopover();
});

// A link to what a search hides shows all again.
addEventListener("hashchange", () => {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target?.closest("[hidden]") || !field) return;
  field.value = "";
  show("");
  target.scrollIntoView();
});

/** Browsers have a clipboard only where the connection is safe, or the server is this machine. */
const clipboard = navigator.clipboard as Clipboard | undefined;
for (const block of clipboard === undefined ? [] : document.querySelectorAll("pre")) {
  const button = document.createElement("button");
  button.className = "copy";
  button.textContent = "Copy";
  button.ariaLabel = `Copy ${block.getAttribute("aria-label") ?? ""}`;
  button.addEventListener("click", () => void copy(block, button));
  const frame = document.createElement("div");
  frame.className = "frame";
  block.replaceWith(frame);
  frame.append(block, button);
}

async function copy(block: Element, button: HTMLButtonElement): Promise<void> {
  const isCopied = await clipboard!.writeText(block.querySelector("code")?.textContent ?? "").then(
    () => true,
    () => false,
  );
  button.textContent = isCopied ? "Copied" : "Not allowed";
  setTimeout(() => (button.textContent = "Copy"), 2000);
}
