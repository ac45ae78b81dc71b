export { allCodecs } from "./codecs.ts";
export { createThreadRenderer, type ThreadRenderer } from "./thread-renderer.ts";
