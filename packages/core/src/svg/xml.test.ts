import { describe, expect, test } from "vitest";
import { isDarkroomError, type ErrorCode } from "../errors.ts";
import { readXml } from "./xml.ts";

/** Text and attribute values of a document, or the code of the error. */
function read(document: string | Uint8Array): string {
  let seen = "";
  try {
    readXml(typeof document === "string" ? new TextEncoder().encode(document) : document, {
      open: (element) => {
        seen += element.attributes.map(({ value }) => `[${value}]`).join("");
      },
      text: (text) => {
        seen += text;
      },
      close: () => {},
    });
    return seen;
  } catch (error) {
    if (isDarkroomError(error)) return error.code;
    throw error;
  }
}

describe("entities", () => {
  const withSubset = (subset: string, body: string) => read(`<!DOCTYPE a [${subset}]><a>${body}</a>`);

  test.each([
    ["in text and attributes", '<!ENTITY x "green">', '&x;<b c="&x;"/>', "green[green]"],
    ["inside each other", '<!ENTITY x "1&y;1"><!ENTITY y "2">', "&x;", "121"],
    ["of character references", "<!ENTITY x '&#65;&#x42;'>", "&x;", "AB"],
    ["of an escaped bracket, which stays text", '<!ENTITY x "&#38;#60;b/>">', "&x;", "<b/>"],
    ["declared twice, of which the first counts", '<!ENTITY x "1"><!ENTITY x "2">', "&x;", "1"],
    [
      "with the names of predefined ones, which stay",
      '<!ENTITY lt "&#38;#60;"><!ENTITY amp "x">',
      "&lt;&amp;",
      "<&",
    ],
    [
      "with names that objects have",
      '<!ENTITY __proto__ "1"><!ENTITY constructor "2">',
      "&__proto__;&constructor;",
      "12",
    ],
    [
      "beside other declarations",
      '<?p i?><!-- <!ENTITY x "0"> --><!ELEMENT a ANY><!ATTLIST a b CDATA "<">\n<!ENTITY x "1">',
      "&x;",
      "1",
    ],
  ])("%s are expanded", (_, subset, body, text) => {
    expect(withSubset(subset, body)).toBe(text);
  });

  test.each<[string, string, string, ErrorCode]>([
    ["external", '<!ENTITY x SYSTEM "file:///etc/hostname">', "", "image_unsupported"],
    ["parameter", '<!ENTITY % x "1">', "", "image_unsupported"],
    ["references to parameter", "%x;", "", "image_unsupported"],
    ["parameter entities in", '<!ENTITY x "%y;">', "", "image_unsupported"],
    ["markup in", '<!ENTITY x "<b/>">', "", "image_unsupported"],
    ["circular", '<!ENTITY x "&y;"><!ENTITY y "&x;">', "", "image_corrupt"],
    ["undeclared", '<!ENTITY x "&y;">', "", "image_corrupt"],
    ["half a reference in", '<!ENTITY x "&y">', "", "image_corrupt"],
    ["impossible characters in", '<!ENTITY x "&#0;">', "", "image_corrupt"],
    ["malformed", "<!ENTITY x>", "", "image_corrupt"],
    [
      "too many",
      Array.from({ length: 1100 }, (_v, at) => `<!ENTITY x${at} "">`).join(""),
      "",
      "image_too_large",
    ],
    ["too long", `<!ENTITY x "${"1".repeat(60_000)}"><!ENTITY y "&x;&x;">`, "", "image_too_large"],
    ["too often used", `<!ENTITY x "${"1".repeat(60_000)}">`, "&x;".repeat(20), "image_too_large"],
    ["empty but too often used", '<!ENTITY x "">', "&x;".repeat(1_000_001), "image_too_large"],
  ])("%s entities are refused", (_, subset, body, code) => {
    expect(withSubset(subset, body)).toBe(code);
  });

  test("a DOCTYPE that only names a DTD is read past", () => {
    expect(
      read(
        '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd"><a>x</a>',
      ),
    ).toBe("x");
  });

  test("a DOCTYPE of another shape is refused", () => {
    expect(read('<!DOCTYPE svg "x" y><a/>')).toBe("image_corrupt");
    expect(read("<!DOCTYPE svg [] y><a/>")).toBe("image_corrupt");
  });
});

describe("encodings", () => {
  const body = "<a>é€😈</a>";
  const utf16 = (text: string, littleEndian: boolean) => {
    const bytes = new Uint8Array(text.length * 2);
    const view = new DataView(bytes.buffer);
    for (let at = 0; at < text.length; at++) view.setUint16(at * 2, text.charCodeAt(at), littleEndian);
    return bytes;
  };
  const latin1 = (text: string) => Uint8Array.from(text, (sign) => sign.charCodeAt(0));

  test.each<[string, string | Uint8Array]>([
    ["UTF-8", body],
    ["UTF-8 with a byte order mark", `\uFEFF${body}`],
    ["UTF-8 that is declared", `<?xml version="1.0" encoding="utf-8"?>${body}`],
    ["UTF-8 that is declared as UTF-16", `<?xml version="1.0" encoding="utf-16"?>${body}`],
    ["UTF-16, little endian", utf16(`\uFEFF${body}`, true)],
    ["UTF-16, big endian, declared", utf16(`\uFEFF<?xml version="1.0" encoding="UTF-16"?>${body}`, false)],
  ])("%s is read", (_, bytes) => {
    expect(read(bytes)).toBe("é€😈");
  });

  test("ISO-8859-1 is read as browsers do", () => {
    expect(read(latin1('<?xml version="1.0" encoding="ISO-8859-1"?><a>\u00E9\u0080</a>'))).toBe("é€");
  });

  test("text that crosses the pieces in which it is decoded is read whole", () => {
    const text = "é😈x".repeat(50_000);
    expect(read(`<a>${text}</a>`)).toBe(text);
    expect(read(utf16(`\uFEFF<a>${text}</a>`, false))).toBe(text);
  });

  test.each<[string, Uint8Array, ErrorCode]>([
    ["another encoding", latin1('<?xml version="1.0" encoding="EBCDIC-CP-US"?><a/>'), "image_unsupported"],
    ["UTF-16 without a byte order mark", utf16("<a/>", true), "image_unsupported"],
    ["invalid UTF-8", latin1("<a>\u00E9</a>"), "image_corrupt"],
    ["UTF-8 that ends in half a character", latin1("<a/>\u00C3"), "image_corrupt"],
    ["half a surrogate pair", utf16("\uFEFF<a>\uD83D<</a>", true), "image_corrupt"],
    ["an odd number of bytes", utf16("\uFEFF<a/>", true).subarray(0, 9), "image_corrupt"],
  ])("%s is refused", (_, bytes, code) => {
    expect(read(bytes)).toBe(code);
  });
});
