/** Kinds of client, by what they say they accept. */
export const CLIENTS = [
  { name: "AVIF and WebP", note: "Chrome, Firefox, Safari", accept: "image/avif,image/webp,image/*;q=0.8" },
  { name: "WebP", note: "older browsers", accept: "image/webp,image/*;q=0.8" },
  { name: "Neither", note: "mail, scripts", accept: "image/jpeg,image/png,image/*;q=0.8" },
] as const;

/** What browsers of today say. */
export const BROWSER_ACCEPT = CLIENTS[0].accept;
