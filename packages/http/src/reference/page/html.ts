/** Markup in which every text is escaped. */
export interface Html {
  readonly markup: string;
}

/** What may stand in markup: text, markup, several of them, or nothing. */
export type Part = string | number | Html | false | undefined | readonly Part[];

/** Markup as it is written, with texts in it escaped: they may stand between tags and in quoted attributes. */
export function html(markup: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return { markup: markup.map((piece, index) => piece + written(parts[index])).join("") };
}

/** Text in which backquotes make `code`, and empty lines paragraphs. */
export function prose(text: string): Html {
  return html`${text.split("\n\n").map((paragraph) => html`<p>${phrase(paragraph)}</p>`)}`;
}

/** Text of one line in which backquotes make `code`. */
export function phrase(text: string): Html {
  const pieces = text
    .split("`")
    .map((piece, index) => (index % 2 === 0 ? piece : html`<code>${piece}</code>`));
  return html`${pieces}`;
}

function written(part: Part): string {
  if (part === undefined || part === false) return "";
  if (typeof part === "string" || typeof part === "number") return escape(String(part));
  return "markup" in part ? part.markup : part.map(written).join("");
}

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
