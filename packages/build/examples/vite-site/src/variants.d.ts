// Written by the Vite plugin of @darkroom/build.

declare module "*?variant=hero" {
  const url: string;
  export default url;
}

declare module "*?variant=thumb" {
  const url: string;
  export default url;
}
