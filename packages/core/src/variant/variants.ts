import type { VariantOptions } from "./options.ts";

/** The kinds of device that a variant can tell apart. */
export type DeviceClass = "desktop" | "tablet" | "mobile";

/** A named set of options: the same for all, or one for each kind of device. */
export type Variant =
  | { readonly name: string; readonly options: VariantOptions }
  | { readonly name: string; readonly devices: Readonly<Record<DeviceClass, VariantOptions>> };

const FOR_EVERY_DEVICE = {
  format: "auto",
  fit: "scale-down",
  metadata: "none",
  quality: 85,
} as const satisfies VariantOptions;

/**
 * The variants that every account has. `default` is that of the Cloudflare Images beta (2021), `public` that of
 * Cloudflare Images today.
 */
export const BUILT_IN_VARIANTS: readonly Variant[] = [
  {
    name: "default",
    devices: {
      desktop: { ...FOR_EVERY_DEVICE, width: 2560, height: 1440 },
      tablet: { ...FOR_EVERY_DEVICE, width: 1920, height: 1080 },
      mobile: { ...FOR_EVERY_DEVICE, width: 1080, height: 720 },
    },
  },
  { name: "public", options: { fit: "scale-down", width: 1366, height: 768, metadata: "none" } },
];

/** The options that a variant has for a device. */
export function resolveVariant(variant: Variant, device: DeviceClass): VariantOptions {
  return "devices" in variant ? variant.devices[device] : variant.options;
}

/** Whether two clients may get different pictures because of their devices, which `Vary` must then say. */
export function variantDependsOnDevice(variant: Variant): boolean {
  return "devices" in variant;
}
