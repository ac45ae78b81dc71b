/**
 * What an SVG may ask of the sanitiser and of the viewer that draws it. Everything that is not bounded here is
 * bounded by the size of the upload.
 */
export const SVG_LIMITS = {
  /** Nested elements; libxml2, and with it most renderers, stops at the same depth. */
  depth: 256,
  /** Characters before the first element is open: XML declaration, DOCTYPE, comments, the root's attributes. */
  prologueLength: 1_000_000,
  /** Elements as written. */
  elements: 500_000,
  /** Attributes of one element. */
  attributes: 256,
  /** Steps that looking up namespace prefixes may take in all: an ancestor for each prefixed name. */
  prefixSteps: 50_000_000,
  /** Elements that a viewer has to draw once every reference is followed. */
  drawnElements: 500_000,
  /** Characters of a DOCTYPE declaration. */
  doctypeLength: 65_536,
  /** Entities that a DOCTYPE may declare. */
  entities: 1_000,
  /** Characters that one entity may stand for. */
  entityLength: 65_536,
  /** Characters that all references to entities together may produce. */
  expandedLength: 1_000_000,
  /** Characters of all style sheets together. */
  styleLength: 2_000_000,
  /** Tokens of all CSS together, counted when they are read and when the result is checked. */
  styleTokens: 2_000_000,
  /** Nested blocks of a style sheet. */
  styleDepth: 16,
  /** Bytes of the sanitised document; escaping may make it longer than the upload. */
  outputBytes: 32 * 1024 * 1024,
} as const;
