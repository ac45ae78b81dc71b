export {
  buildVariants,
  type BuildOptions,
  type BuildProgress,
  type BuildResult,
  type BuildWork,
} from "./build-variants.ts";
export { loadConfig, type LoadedConfig } from "./config-file.ts";
export { BUILD_ERRORS, BuildError, isBuildError, type BuildErrorCode } from "./errors.ts";
export type { Failure } from "./failure.ts";
export type { Manifest, ManifestFile, ManifestImage } from "./manifest.ts";
export type { OpenFormat } from "./open-formats.ts";
export { defineConfig, type DarkroomConfig } from "./settings.ts";
export type { VariantJson, VariantOptionsJson } from "./variants.ts";
