import { DarkroomError } from "../errors.ts";
import { SVG_LIMITS } from "./limits.ts";
import { slices } from "./slices.ts";

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  // As they are, a parser would turn these into spaces or line feeds (XML 1.0, 2.11 and 3.3.3).
  "\t": "&#9;",
  "\n": "&#10;",
  "\r": "&#13;",
};

/** Collects characters that are encoded before they become one long string. */
const CHUNK = 65_536;

/** Writes XML from names and values, so that nothing in a value can become markup. */
export function createXmlWriter() {
  const encoder = new TextEncoder();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  let pending = "";
  /** The start tag is still open: attributes may follow, and it may turn out to be empty. */
  let inTag = false;
  const names: string[] = [];

  const flush = () => {
    const chunk = encoder.encode(pending);
    pending = "";
    bytes += chunk.length;
    if (bytes > SVG_LIMITS.outputBytes) {
      throw new DarkroomError(
        "image_too_large",
        `The SVG is longer than ${SVG_LIMITS.outputBytes} bytes once it is sanitised.`,
      );
    }
    chunks.push(chunk);
  };
  const write = (text: string) => {
    pending += text;
    if (pending.length > CHUNK) flush();
  };
  const endStartTag = () => {
    if (inTag) write(">");
    inTag = false;
  };

  return {
    open: (name: string): void => {
      endStartTag();
      write(`<${name}`);
      names.push(name);
      inTag = true;
    },
    /** Belongs to the element that was opened last, before any text. */
    attribute: (name: string, value: string): void => {
      write(` ${name}="`);
      for (const slice of slices(value)) write(slice.replaceAll(/[&<>"\t\n\r]/g, escaped));
      write('"');
    },
    text: (text: string): void => {
      if (text === "") return;
      endStartTag();
      for (const slice of slices(text)) write(slice.replaceAll(/[&<>\r]/g, escaped));
    },
    close: (): void => {
      const name = names.pop();
      write(inTag ? "/>" : `</${name}>`);
      inTag = false;
    },
    /** The document in UTF-8. */
    finish: (): Uint8Array<ArrayBuffer> => {
      flush();
      const document = new Uint8Array(bytes);
      let at = 0;
      for (const chunk of chunks) {
        document.set(chunk, at);
        at += chunk.length;
      }
      return document;
    },
  };
}

function escaped(sign: string): string {
  return ESCAPES[sign] ?? sign;
}
