/** What `decode` gives for a still picture: RGBA, 8 bits a sample, not premultiplied, in memory of its own. */
export interface WebpPicture {
  readonly data: Uint8ClampedArray<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
  /** Bits a sample; always 8. */
  readonly depth: number;
}

export interface WebpDecoderModule {
  /** Null for bytes that libwebp refuses, animations among them; a string where the glue has an error to tell. */
  decode(bytes: Uint8Array): WebpPicture | string | null;
  /** The linear memory as it is now; growing it replaces this view. */
  readonly HEAPU8: Uint8Array<ArrayBuffer>;
}

export interface WebpDecoderOptions {
  /** Instantiates with the imports given, calls `receive` with the instance, returns its exports. */
  instantiateWasm(
    imports: WebAssembly.Imports,
    receive: (instance: WebAssembly.Instance) => void,
  ): WebAssembly.Exports;
  /** Takes the lines that the glue would print to the console. */
  print?(line: string): void;
  printErr?(line: string): void;
}

/** Makes an instance of its own memory; takes possession of `options`. */
export default function factory(options: WebpDecoderOptions): Promise<WebpDecoderModule>;
