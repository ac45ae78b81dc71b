import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createCssFilter } from "./css-filter.ts";

const sheet = (css: string) => createCssFilter().styleSheet(css)?.text;
const declarations = (css: string) => createCssFilter().declarations(css)?.text;
const value = (css: string) => createCssFilter().value(css, "fill")?.text;

describe("a style sheet", () => {
  test.each([
    [".a { fill : red ; stroke: #0af }", ".a{fill:red;stroke:#0af;}"],
    [
      "a > b, c:hover ~ d::before, [x=y], #i.j { r: 1.5px }",
      "a > b, c:hover ~ d::before, [x=y], #i.j{r:1.5px;}",
    ],
    ["@media (min-width: 10em) and print { a { b: c } }", "@media (min-width: 10em) and print{a{b:c;}}"],
    [
      "@keyframes k { from { x: 1 } 50.5% { x: -2e3 } to { x: +.5 } }",
      "@keyframes k{from{x:1;}50.5%{x:-2e3;}to{x:+.5;}}",
    ],
    ["a{fill:url( '#p' ) ; b: url(#q) red !important}", "a{fill:url(#p);b:url(#q) red !important;}"],
    ["a{font-family:'It\\'s', \"b\"}", 'a{font-family:"It\'s", "b";}'],
    ["<!-- a{b:c} -->", "a{b:c;}"],
    ["a{b:c}/* x */d/**/.e{f:g}", "a{b:c;}d/**/.e{f:g;}"],
    ["svg{& rect{fill:red} x:y}", "svg{& rect{fill:red;}x:y;}"],
    ["a{w:calc(1px + (2 * var(--x)))}", "a{w:calc(1px + (2 * var(--x)));}"],
    [".\\31 a\\:b{c:d}", ".\\31 a\\:b{c:d;}"],
    ["a{unicode-range:U+26, u+0-7F}", "a{unicode-range:U+26, u+0-7F;}"],
  ])("keeps %s", (css, kept) => {
    expect(sheet(css)).toBe(kept);
  });

  test.each([
    ["a{fill:url(http://h/#p);x:y}", "a{x:y;}"],
    ["a{fill:u\\72l(http://h/#p);x:y}", "a{x:y;}"],
    ["a{fill:url( http://h/#p );x:y}", "a{x:y;}"],
    ["a{fill:url('http://h/#p');x:y}", "a{x:y;}"],
    ["a{fill:url('#p' cross-origin(x));x:y}", "a{x:y;}"],
    ["a{fill:url(data:image/svg+xml,x);x:y}", "a{x:y;}"],
    ["a{b:image-set('x' 1x);c:src('x');d:image('x');e:attr(x);f:expression(x);x:y}", "a{x:y;}"],
    ["a{behavior:x;-moz-binding:none;x:y}", "a{x:y;}"],
    ["@import 'x';a{x:y}", "a{x:y;}"],
    ["@\\69 mport url(x);a{x:y}", "a{x:y;}"],
    ["@font-face{src:url(x)}a{x:y}", "a{x:y;}"],
    ["@media x{@import 'x';a{x:y}}", "@media x{a{x:y;}}"],
    ["@unknown{a{x:y}}b{x:y}", "b{x:y;}"],
  ])("loses what loads something in %s", (css, kept) => {
    expect(sheet(css)).toBe(kept);
  });

  test.each([
    ["an unterminated comment", "a{x:y}/*"],
    ["an unterminated string", "a{x:'y}"],
    ["a line break in a string", "a{x:'y\n'}"],
    ["a bad URL", "a{x:url(a b)}"],
    ["a URL without an end", "a{x:url(a"],
    ["a stray backslash", "a{x:\\\n}"],
    ["brackets that cross", "a{x:(]}"],
    ["a brace in brackets", "a{x:(})}"],
    ["a closing brace too many", "a{x:y}}b{x:y}"],
    ["a block without an end", "a{x:y"],
    ["escapes without which two tokens would be one", "a{x:-\\->}"],
    ["deep nesting", `${"a{".repeat(100)}${"}".repeat(100)}`],
  ])("is dropped for %s", (_, css) => {
    expect(sheet(css)).toBeUndefined();
  });

  test("is refused for more tokens than the limit, counted over the document", () => {
    const css = createCssFilter();
    const half = "a{b:(,)}".repeat(100_000);
    expect(css.styleSheet(half)).toBeDefined();
    expect(() => css.styleSheet(half)).toThrow(expect.objectContaining({ code: "image_too_large" }));
  });
});

describe("a style attribute", () => {
  test.each([
    ["fill:red;stroke:#000;x:1.5e3px !important", "fill:red;stroke:#000;x:1.5e3px !important"],
    ["fill:url(#a);color:rgb(1, 2, 3)", "fill:url(#a);color:rgb(1, 2, 3)"],
    ["fill:url('#a')", "fill:url(#a);"],
    ["color:red;a{b:c};x:y", "color:red;x:y;"],
    ["behavior:x;a:b;-moz-binding:none", "a:b;"],
  ])("keeps %s", (css, kept) => {
    expect(declarations(css)).toBe(kept);
  });

  test("reports what each property refers to, on the short way and the long", () => {
    const references = [
      { property: "fill", id: "a" },
      { property: "marker-mid", id: "b" },
    ];
    expect(createCssFilter().declarations("FILL:url(#a);x:y;marker-mid:url(#b)")?.references).toEqual(
      references,
    );
    expect(createCssFilter().declarations("FILL:url('#a');x:'y';marker-mid:url(#b)")?.references).toEqual(
      references,
    );
  });

  test("keeps a function whose name only ends like a harmless one from taking the short way", () => {
    expect(declarations("a:src-url(#x);b:c")).toBe("b:c;");
  });
});

describe("a value", () => {
  test.each([
    ["url(#a)", "url(#a)"],
    ["URL(#a) none", "url(#a) none"],
    ['url( "#a" )', "url(#a)"],
    ["url(#é.1:2)", "url(#é.1:2)"],
    ["rgb(1 2 3 / 50%)", "rgb(1 2 3 / 50%)"],
    ["url(#a) url(http://h/)", undefined],
    ["url(# a)", undefined],
    ["url(a#a)", undefined],
    ["url(#a", undefined],
    ["foo(1)", undefined],
  ])("%s becomes %s", (css, kept) => {
    expect(value(css)).toBe(kept);
  });

  test("of an animation is split at semicolons first, strings or not", () => {
    const values = (css: string) => createCssFilter().values(css, "mask")?.text;
    expect(values("none;url('#a');rgb(0,0,0)")).toBe("none;url(#a);rgb(0,0,0)");
    expect(values("';url(http://h/);'")).toBeUndefined();
    expect(values("\";url('#a');\"")).toBe('";url(#a);"');
  });
});

test("Filtering twice gives the same as once, and no URL but fragments", () => {
  const piece = fc.oneof(
    fc.constantFrom(
      "a",
      "url(",
      "url(#a)",
      "url('#b')",
      "http://h",
      "{",
      "}",
      "(",
      ")",
      "[",
      "]",
      ";",
      ":",
      "@media",
      "@import",
      "--",
      "->",
      "\\",
      "\\31 ",
      "e3",
      "1",
      "%",
      ".",
      "+",
      "-",
      "#",
      "/",
      "*",
      "/*",
      "*/",
      "<!--",
      "'",
      '"',
      "\n",
      " ",
      "!",
      "é",
      "\u2028",
    ),
    fc.string({ maxLength: 3 }),
  );
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join("")),
      (css) => {
        for (const filter of [sheet, declarations, value]) {
          const once = filter(css);
          if (once === undefined) continue;
          expect(filter(once)).toBe(once);
          const code = once.replaceAll(/"(?:[^"\\]|\\[^])*"/g, "").replaceAll(/url\(#[^()]+\)/gi, "");
          expect(code).not.toMatch(/url\(/i);
          if (filter === sheet) expect(code).not.toMatch(/@import/i);
        }
      },
    ),
    { numRuns: 5000 },
  );
});

test("Long strings and deep brackets take no stack", () => {
  expect(sheet(`a{b:"${'x\\"'.repeat(300_000)}"}`)).toHaveLength(900_000 + 8);
  expect(sheet(`a{b:${"(".repeat(900_000)}}`)).toBeUndefined();
  expect(sheet("{".repeat(900_000))).toBeUndefined();
});
