import { readFileSync } from "node:fs";
import fc from "fast-check";
import { SaxesParser } from "saxes";
import { describe, expect, test } from "vitest";
import { ATTACKS } from "../../../../test/harness/svg-attacks.ts";
import { isDarkroomError, type ErrorCode } from "../errors.ts";
import { sanitiseSvg } from "./sanitise.ts";

const NAMESPACES = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"';

function fixture(path: string): Uint8Array {
  return readFileSync(new URL(`../../../../test/fixtures/${path}`, import.meta.url));
}
function bytesOf(svg: string | Uint8Array): Uint8Array {
  return typeof svg === "string" ? new TextEncoder().encode(svg) : svg;
}
function sanitised(svg: string | Uint8Array): string {
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(sanitiseSvg(bytesOf(svg)));
}
/** What is left of markup inside a root element. */
function cleaned(inner: string): string {
  const output = sanitised(`<svg ${NAMESPACES}>${inner}</svg>`);
  return output
    .replace(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"(?:\/>|>)/, "")
    .replace(/<\/svg>$/, "");
}
function codeOf(svg: string | Uint8Array): ErrorCode | "accepted" {
  try {
    sanitised(svg);
    return "accepted";
  } catch (error) {
    if (isDarkroomError(error)) return error.code;
    throw error;
  }
}

const CONTENT =
  /^(?:script|handler|listener|foreignobject|iframe|audio|video|canvas|object|embed|image-set|metadata|cursor)$/i;
const HARMLESS_URL = /^(?:#[^\s#]+|data:image\/(?:jpeg|png|gif|webp);base64,[A-Za-z0-9+/]+=*)$/;

/** CSS with its strings emptied and its escapes resolved: what a function or an at-rule would be found in. */
function cssCode(css: string): string {
  return css
    .replaceAll(/"(?:[^"\\]|\\[^])*"/g, '""')
    .replaceAll(/\\([\da-f]{1,6})\s?/gi, (_, hex: string) => {
      const code = Number.parseInt(hex, 16);
      return code > 0x10ffff ? "\uFFFD" : String.fromCodePoint(code);
    })
    .replaceAll(/\\|\/\*[^]*?\*\//g, "")
    .toLowerCase();
}
function functionFaults(css: string): string[] {
  const code = cssCode(css).replaceAll(/url\(#[^()"'\s]+\)/g, "");
  return code.match(/url\(|src\(|image(?:-set)?\(|expression\(/g) ?? [];
}
function sheetFaults(css: string): string[] {
  const rules =
    cssCode(css).match(/@(?:import|font-face|namespace|charset|-moz)|behavior\s*:|binding\s*:/g) ?? [];
  return [...rules, ...functionFaults(css)];
}

/** Whatever could run or load in a document, found without the sanitiser's own tables. */
function faultsIn(svg: string): string[] {
  const faults: string[] = [];
  const parser = new SaxesParser({ xmlns: true });
  let style: string | undefined;
  parser.on("doctype", () => faults.push("a DOCTYPE"));
  parser.on("processinginstruction", () => faults.push("a processing instruction"));
  parser.on("comment", () => faults.push("a comment"));
  parser.on("opentag", (tag) => {
    if (tag.uri !== "http://www.w3.org/2000/svg" || CONTENT.test(tag.local)) faults.push(`<${tag.name}>`);
    if (tag.local === "style") style = "";
    for (const { name, value } of Object.values(tag.attributes)) {
      if (name === "xmlns") continue;
      if (/^on/i.test(name) || (name.includes(":") && !/^xml:(?:space|lang)$/.test(name))) faults.push(name);
      if (/^(?:href|src|data|action)$/i.test(name) && !HARMLESS_URL.test(value))
        faults.push(`${name}=${value}`);
      if (/^attributename$/i.test(name) && /^\s*(?:on|style|.*href)/i.test(value))
        faults.push(`${name}=${value}`);
      if (name === "style") faults.push(...sheetFaults(value));
      if (!["href", "id", "d"].includes(name)) faults.push(...functionFaults(value));
    }
  });
  parser.on("text", (text) => {
    if (style !== undefined) style += text;
  });
  parser.on("closetag", (tag) => {
    if (tag.local === "style") {
      faults.push(...sheetFaults(style ?? ""));
      style = undefined;
    }
  });
  parser.write(svg).close();
  return faults;
}

describe("attacks", () => {
  test.each(ATTACKS.filter(({ refused }) => refused !== true))(
    "nothing active is left of $name",
    ({ svg }) => {
      expect(faultsIn(sanitised(svg))).toEqual([]);
    },
  );

  test.each(ATTACKS.filter(({ refused }) => refused === true))("$name is refused", ({ svg }) => {
    expect(["image_corrupt", "image_unsupported", "image_unrecognised"]).toContain(codeOf(svg));
  });

  test("the check itself finds what is active in most attacks", () => {
    const found = ATTACKS.filter(({ svg }) => {
      try {
        return typeof svg !== "string" || faultsIn(svg).length > 0;
      } catch {
        return true;
      }
    });
    expect(found.length).toBeGreaterThan(ATTACKS.length * 0.9);
  });
});

describe("what is kept", () => {
  test("xlink:href becomes href, and href wins where there are both", () => {
    expect(cleaned('<use xlink:href="#a"/>')).toBe('<use href="#a"/>');
    expect(cleaned('<use xlink:href="#a" href="#b"/>')).toBe('<use href="#b"/>');
    expect(cleaned('<use href="#b" xlink:href="#a"/>')).toBe('<use href="#b"/>');
  });

  test("elements under any prefix come out without one, in the SVG namespace", () => {
    expect(sanitised('<s:svg xmlns:s="http://www.w3.org/2000/svg"><s:rect width="1"/></s:svg>')).toBe(
      '<svg xmlns="http://www.w3.org/2000/svg"><rect width="1"/></svg>',
    );
  });

  test("elements of other namespaces go with all that is in them", () => {
    expect(cleaned('<x:y xmlns:x="urn:x"><rect/></x:y><g xmlns=""><rect/></g><rect/>')).toBe("<rect/>");
  });

  test("a title holds text only", () => {
    expect(cleaned("<title>a<tspan>b</tspan>c &amp; d</title>")).toBe("<title>ac &amp; d</title>");
  });

  test("text, tabs and line breaks survive where they mean something", () => {
    expect(
      cleaned(
        '<text id="a&#9;b&#10;&quot;&lt;&amp;" xml:space="preserve"> a &gt; <![CDATA[<b>]]>&#13;</text>',
      ),
    ).toBe('<text id="a&#9;b&#10;&quot;&lt;&amp;" xml:space="preserve"> a &gt; &lt;b&gt;&#13;</text>');
  });

  test("raster pictures in data URLs stay, whatever the line breaks and the letters' case", () => {
    expect(cleaned('<image href=" data:Image/JPG;BASE64,QUJD&#10; RA== "/>')).toBe(
      '<image href="data:image/jpeg;base64,QUJDRA=="/>',
    );
  });

  test("a long picture comes out complete", () => {
    const payload = "QUJD".repeat(100_000);
    expect(cleaned(`<image href="data:image/png;base64,${payload}"/>`)).toBe(
      `<image href="data:image/png;base64,${payload}"/>`,
    );
  });

  test("long text beyond the basic plane is not torn apart", () => {
    const text = `x${"😈".repeat(70_000)}`;
    expect(cleaned(`<text>${text}</text>`)).toBe(`<text>${text}</text>`);
  });

  test("animations of harmless attributes stay", () => {
    const animation =
      '<animate attributeName="fill" values="url(#a);url(#b);red" dur="1s" repeatCount="indefinite"/>';
    expect(cleaned(animation)).toBe(animation);
  });

  test("references inside the document stay in every place that takes one", () => {
    const inner =
      '<use href="#a"/><textPath href="#b"/><a href="#c"/><path fill="url(#d)" marker-end="url(#e)" mask="url(#f)" style="clip-path:url(#g);"/>';
    expect(cleaned(inner)).toBe(inner);
  });
});

describe("documents that are refused", () => {
  test.each<[string, string | Uint8Array, ErrorCode]>([
    ["nothing", "", "image_corrupt"],
    ["text", "hello", "image_corrupt"],
    ["another root", '<html xmlns="http://www.w3.org/1999/xhtml"/>', "image_unrecognised"],
    ["a root without the namespace", "<svg/>", "image_unrecognised"],
    ["an unbound prefix", `<svg ${NAMESPACES}><a:b/></svg>`, "image_corrupt"],
    ["an undefined entity", `<svg ${NAMESPACES}>&nbsp;</svg>`, "image_corrupt"],
    [
      "deep nesting",
      `<svg ${NAMESPACES}>${"<g>".repeat(20_000)}${"</g>".repeat(20_000)}</svg>`,
      "image_too_large",
    ],
    ["too many elements", `<svg ${NAMESPACES}>${"<g/>".repeat(500_001)}</svg>`, "image_too_large"],
    [
      "too many attributes",
      `<svg ${Array.from({ length: 300 }, (_, at) => `a${at}=""`).join(" ")}/>`,
      "image_too_large",
    ],
    [
      "text that escapes to more than the limit",
      `<svg ${NAMESPACES}><text>${">".repeat(9_000_000)}</text></svg>`,
      "image_too_large",
    ],
    [
      "a long style sheet",
      `<svg ${NAMESPACES}><style>${"a{b:c}".repeat(400_000)}</style></svg>`,
      "image_too_large",
    ],
    [
      "a long way to the root",
      `<!--${"-".repeat(10)} ${" ".repeat(2_000_000)}--><svg ${NAMESPACES}/>`,
      "image_corrupt",
    ],
    [
      "a long comment before the root",
      `<!--${" ".repeat(2_000_000)}--><svg ${NAMESPACES}/>`,
      "image_too_large",
    ],
    [
      "many prefixes to look up",
      `<svg ${NAMESPACES} xmlns:a="urn:a">${"<g>".repeat(250)}${'<a:b a:c="" a:d=""/>'.repeat(100_000)}`,
      "image_too_large",
    ],
  ])("%s", (_, svg, code) => {
    expect(codeOf(svg)).toBe(code);
  });

  test("bytes cut off anywhere", () => {
    const whole = fixture("svg/commons-logo.svg");
    for (let length = 0; length < whole.length - 7; length += 13) {
      expect(codeOf(whole.subarray(0, length)), `at ${length}`).toBe("image_corrupt");
    }
  });
});

describe("the corpus", () => {
  test.each(["commons-logo", "embedded-raster-data-uri", "internal-entity", "simple-shapes", "viewbox-only"])(
    "%s is kept",
    (name) => {
      expect(faultsIn(sanitised(fixture(`svg/${name}.svg`)))).toEqual([]);
    },
  );

  test.each(["external-css-import", "external-image-http", "script-onclick-javascript-href"])(
    "%s is cleaned",
    (name) => {
      const output = sanitised(fixture(`svg/${name}.svg`));
      expect(faultsIn(output)).toEqual([]);
      expect(output).not.toMatch(/example\.com|alert|javascript/);
    },
  );

  test.each<[string, ErrorCode]>([
    ["billion-laughs-entities", "image_too_large"],
    ["use-bomb-10e11", "image_too_large"],
    ["xxe-external-entity-file", "image_unsupported"],
  ])("%s is refused at once", (name, code) => {
    expect(codeOf(fixture(`svg/${name}.svg`))).toBe(code);
  });

  test("an SVG under another name is cleaned like any other", () => {
    expect(sanitised(fixture("hostile/svg-named.png"))).toContain('viewBox="0 0 246 912"');
  });

  test("an internal entity is expanded", () => {
    const output = sanitised(fixture("svg/internal-entity.svg"));
    expect(output).toContain('fill="green"');
    expect(output).not.toContain("DOCTYPE");
  });
});

describe("any document", () => {
  const name = fc.constantFrom(
    "g",
    "svg",
    "rect",
    "style",
    "title",
    "a",
    "use",
    "image",
    "animate",
    "script",
    "foreignObject",
    "x:y",
    "text",
  );
  const piece = fc.oneof(
    fc.constantFrom(
      "url(",
      "url('#a')",
      "url(#a)",
      "http://h/",
      "javascript:",
      "#a",
      "@import",
      "{",
      "}",
      ";",
      ":",
      "fill",
      "(",
      ")",
      "\\75",
      "/*",
      "*/",
      '\\"',
      "'",
      "&lt;",
      "&amp;",
      "&#10;",
      " ",
    ),
    fc.string({ maxLength: 4 }).map((text) => text.replaceAll(/[<&"\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu, "")),
  );
  const value = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(""));
  const attributes = fc
    .uniqueArray(
      fc.tuple(
        fc.constantFrom(
          "id",
          "href",
          "xlink:href",
          "style",
          "fill",
          "onload",
          "values",
          "attributeName",
          "d",
          "x:z",
          "xml:base",
        ),
        fc.oneof(value, fc.constantFrom("href", "fill", "#a", "url(#a)", "data:image/png;base64,QUJD")),
      ),
      { selector: ([key]) => key, maxLength: 4 },
    )
    .map((pairs) => pairs.map(([key, text]) => ` ${key}="${text}"`).join(""));
  const { node } = fc.letrec<{ node: string }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 5 },
      value.map((text) => text.replaceAll("]]>", "")),
      fc
        .tuple(name, attributes, fc.array(tie("node"), { maxLength: 4 }))
        .map(([tag, given, children]) => `<${tag}${given}>${children.join("")}</${tag}>`),
    ),
  }));
  const document = fc
    .array(node, { maxLength: 6 })
    .map((nodes) => `<svg ${NAMESPACES} xmlns:x="urn:x">${nodes.join("")}</svg>`);

  test("comes out harmless and well formed, and a second time the same, or is refused", () => {
    let kept = 0;
    fc.assert(
      fc.property(document, (svg) => {
        if (codeOf(svg) !== "accepted") return;
        kept += 1;
        const once = sanitised(svg);
        expect(faultsIn(once)).toEqual([]);
        expect(sanitised(once)).toBe(once);
      }),
      { numRuns: 2000 },
    );
    expect(kept).toBeGreaterThan(1000);
  });

  test("bytes of any kind give a DarkroomError or an SVG, nothing else", () => {
    const seeds = [
      "svg/commons-logo.svg",
      "svg/internal-entity.svg",
      "svg/script-onclick-javascript-href.svg",
    ].map(fixture);
    fc.assert(
      fc.property(
        fc.constantFrom(...seeds),
        fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 6 }),
        (seed, changes) => {
          const bytes = new Uint8Array(seed);
          for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
          if (codeOf(bytes) === "accepted") expect(faultsIn(sanitised(bytes))).toEqual([]);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
