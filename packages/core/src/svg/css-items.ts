import type { CssToken } from "./css-tokens.ts";
import { SVG_LIMITS } from "./limits.ts";

const CLOSING: Readonly<Record<string, string>> = { "(": ")", "[": "]" };

/** A declaration or statement (up to its semicolon), or a rule: a prelude and the items of its block. */
export interface CssItem {
  readonly head: readonly CssToken[];
  readonly block?: readonly CssItem[];
}

/** Groups tokens as CSS Syntax 3, 5.4 does, without telling declarations from rules; undefined for stray brackets. */
export function readCssItems(tokens: readonly CssToken[]): readonly CssItem[] | undefined {
  const blocks: { readonly head: readonly CssToken[]; readonly items: CssItem[] }[] = [
    { head: [], items: [] },
  ];
  let head: CssToken[] = [];
  const brackets: string[] = [];
  const endItem = () => {
    const trimmed = trim(head);
    if (trimmed.length > 0) blocks.at(-1)?.items.push({ head: trimmed });
    head = [];
  };
  for (const token of tokens) {
    const opens = token.type === "function" ? "(" : token.type === "delim" ? token.value : "";
    const closing = CLOSING[opens];
    if (closing !== undefined) brackets.push(closing);
    else if (opens === ")" || opens === "]") {
      if (brackets.pop() !== opens) return undefined;
    } else if (opens === "{" || opens === "}" || (opens === ";" && brackets.length === 0)) {
      if (brackets.length > 0 || blocks.length > SVG_LIMITS.styleDepth) return undefined;
      if (opens === "{") {
        blocks.push({ head: trim(head), items: [] });
        head = [];
      } else {
        endItem();
      }
      if (opens === "}") {
        const closed = blocks.pop();
        const parent = blocks.at(-1);
        if (closed === undefined || parent === undefined) return undefined;
        parent.items.push({ head: closed.head, block: closed.items });
      }
      continue;
    }
    head.push(token);
  }
  endItem();
  // CSS closes what is open at the end of a sheet; here it is a reason to doubt the whole.
  return blocks.length === 1 && brackets.length === 0 ? blocks[0]?.items : undefined;
}

/** The tokens without white space and comments at either end. */
export function trim(tokens: readonly CssToken[]): readonly CssToken[] {
  return tokens.slice(tokens.findIndex(isText), tokens.findLastIndex(isText) + 1);
}

function isText(token: CssToken): boolean {
  return token.type !== "space" && token.type !== "comment";
}
