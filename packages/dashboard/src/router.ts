import { computed, signal } from "@preact/signals";

const BASE = "/dashboard";

/** A place in the dashboard: its path below `/dashboard/`, in decoded segments, and its query. */
export interface Place {
  readonly segments: readonly string[];
  readonly query: URLSearchParams;
}

const address = signal(here());

export const place = computed<Place>(() => {
  const url = new URL(address.value, location.origin);
  const path = url.pathname.slice(BASE.length).replace(/^\/|\/$/g, "");
  return { segments: path === "" ? [] : path.split("/").map(decode), query: url.searchParams };
});

/** The address of a place; segments are encoded. */
export function hrefOf(segments: readonly string[], query?: URLSearchParams): string {
  const search = query !== undefined && query.size > 0 ? `?${query}` : "";
  return `${BASE}/${segments.map(encodeURIComponent).join("/")}${search}`;
}

/** Goes to an address of the dashboard. `replace` leaves no step to go back to. */
export function navigate(href: string, { replace = false } = {}): void {
  if (href === here()) return;
  if (replace) history.replaceState(null, "", href);
  else history.pushState(null, "", href);
  const before = place.value.segments.join("/");
  address.value = here();
  if (place.value.segments.join("/") !== before) {
    scrollTo(0, 0);
    moveFocusToPage();
  }
}

/** Follows the browser's own steps back and forward, and clicks on links to places of the dashboard. */
export function startRouter(): void {
  addEventListener("popstate", () => (address.value = here()));
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    const plain = event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
    if (
      link === null ||
      !plain ||
      event.defaultPrevented ||
      link.target !== "" ||
      link.hasAttribute("download")
    )
      return;
    const url = new URL(link.href);
    if (url.origin !== location.origin || !/^\/dashboard(\/|$)/.test(url.pathname) || url.hash !== "") return;
    event.preventDefault();
    navigate(url.pathname + url.search);
  });
}

/** A screen reader then reads the new page's heading, as after a page load. */
function moveFocusToPage(): void {
  requestAnimationFrame(() => document.querySelector<HTMLElement>("main h1")?.focus({ preventScroll: true }));
}

function here(): string {
  return location.pathname + location.search;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
