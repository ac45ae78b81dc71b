/** Widths have to be named beforehand: 25 is the most that Next.js takes. */
const deviceSizes = Array.from({ length: 25 }, (_, step) => 400 + 50 * step);

export default {
  images: {
    deviceSizes,
    imageSizes: [320, 380],
    qualities: [80],
    formats: ["image/avif", "image/webp"],
    // The pictures come from the benchmark itself, on this machine.
    remotePatterns: [{ protocol: "http", hostname: "127.0.0.1" }],
    dangerouslyAllowLocalIP: true,
  },
};
