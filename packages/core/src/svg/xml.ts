import { SaxesParser, type SaxesTagNS } from "saxes";
import { DarkroomError } from "../errors.ts";
import { decodeXml } from "./encoding.ts";
import { declaredEntities } from "./entities.ts";
import { SVG_LIMITS } from "./limits.ts";

export interface XmlAttribute {
  /** The namespace's URI; empty for an attribute without a prefix. */
  readonly uri: string;
  readonly local: string;
  readonly value: string;
}

export interface XmlElement {
  readonly uri: string;
  readonly local: string;
  readonly attributes: readonly XmlAttribute[];
}

/** What a reader of XML wants to hear of. Comments, processing instructions and the DOCTYPE are not reported. */
export interface XmlReader {
  open(element: XmlElement): void;
  /** Character data, CDATA sections among it, in pieces, with every reference resolved. */
  text(text: string): void;
  close(): void;
  /** Nothing more is wanted: reading ends without a look at the rest of the document. */
  done?(): boolean;
}

/**
 * Reads a document with namespaces, strictly, in one pass and without recursion. The bytes are data only:
 * nothing is fetched. Throws `image_corrupt` for what is not well-formed, `image_too_large` above
 * {@link SVG_LIMITS}, and whatever `reader` throws.
 */
export function readXml(bytes: Uint8Array, reader: XmlReader): void {
  // XML 1.1 would let control characters through that the output, XML 1.0, cannot hold.
  const parser = new SaxesParser({ xmlns: true, forceXMLVersion: true, defaultXMLVersion: "1.0" });
  const count = createCounter();
  // Not more than these six handlers: with a seventh, V8 keeps the parser's fields in a hash table, and reading
  // takes five times as long.
  parser.on("doctype", (doctype) => {
    defineEntities(parser.ENTITIES, declaredEntities(doctype));
  });
  parser.on("attribute", (attribute) => {
    count.attribute(attribute.prefix);
  });
  parser.on("opentag", (tag) => {
    count.open(tag.prefix);
    reader.open(elementOf(tag));
    // The parser cannot be paused; leaving it is the way to keep it from reading on.
    if (reader.done?.() === true) throw new Error("The reader has what it wants.");
  });
  parser.on("closetag", () => {
    count.close();
    reader.close();
  });
  parser.on("text", (text) => reader.text(text));
  parser.on("cdata", (text) => reader.text(text));
  try {
    let length = 0;
    let flatLength = 0;
    for (const chunk of decodeXml(bytes)) {
      parser.write(chunk);
      length += chunk.length;
      if (count.elements() === 0)
        limit(length, SVG_LIMITS.prologueLength, "characters before its root element is open");
      if (length > flatLength + FLATTEN_EVERY) {
        flatten(parser["text"]);
        flatLength = length;
      }
    }
    parser.close();
  } catch (error) {
    if (reader.done?.() === true) return;
    throw isParserError(error) ? malformed(error) : error;
  }
}

/** What the parser throws is a plain `Error`, unlike what readers and engines throw. */
function isParserError(error: unknown): error is Error {
  return error instanceof Error && error.name === "Error";
}

function malformed(cause: Error): DarkroomError {
  const sentence = `The SVG is not well-formed XML: ${cause.message.slice(0, 120)}`;
  return new DarkroomError("image_corrupt", sentence, { cause });
}

const FLATTEN_EVERY = 1_000_000;

/**
 * Makes an engine join the pieces of a string that was put together by `+=`. The parser does so for each line of
 * an attribute and each hyphen of a comment; a piece takes 32 bytes, and 25 MB of hyphens a gigabyte.
 */
function flatten(text: string): void {
  text.charCodeAt(0);
}

function elementOf(tag: SaxesTagNS): XmlElement {
  return { uri: tag.uri, local: tag.local, attributes: Object.values(tag.attributes) };
}

/** Entities as getters, which is where every reference to one can be counted. */
function defineEntities(target: Record<string, string>, entities: ReadonlyMap<string, string>): void {
  let left: number = SVG_LIMITS.expandedLength;
  for (const [name, value] of entities) {
    // A document may declare the predefined entities again, but only to mean the same (XML 1.0, 4.6).
    if (name in target) continue;
    Object.defineProperty(target, name, {
      get: () => {
        left -= value.length + 1;
        if (left < 0) {
          throw new DarkroomError(
            "image_too_large",
            `The SVG's entities produce more than ${SVG_LIMITS.expandedLength} characters.`,
          );
        }
        return value;
      },
    });
  }
}

function createCounter() {
  let depth = 0;
  let elements = 0;
  let attributes = 0;
  let prefixSteps = 0;
  const lookUp = (prefix: string) => {
    if (prefix === "") return;
    prefixSteps += depth;
    limit(prefixSteps, SVG_LIMITS.prefixSteps, "steps of namespace look-ups");
  };
  return {
    elements: () => elements,
    /** Called for the attributes of an element before it opens. */
    attribute: (prefix: string) => {
      limit(++attributes, SVG_LIMITS.attributes, "attributes in one element");
      lookUp(prefix);
    },
    open: (prefix: string) => {
      attributes = 0;
      limit(++elements, SVG_LIMITS.elements, "elements");
      limit(++depth, SVG_LIMITS.depth, "nested elements");
      lookUp(prefix);
    },
    close: () => {
      depth--;
    },
  };
}

function limit(value: number, most: number, what: string): void {
  if (value > most) throw new DarkroomError("image_too_large", `The SVG has more than ${most} ${what}.`);
}
