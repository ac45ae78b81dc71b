import type { Variant } from "@darkroom/core";

/** Declarations of `?variant=…` for each variant; what has `as=…` is declared by `@darkroom/build/client`. */
export function importTypes(variants: readonly Variant[]): string {
  const modules = variants.map(
    ({ name }) => `declare module "*?variant=${name}" {\n  const url: string;\n  export default url;\n}\n`,
  );
  return ["// Written by the Vite plugin of @darkroom/build.\n", ...modules].join("\n");
}
