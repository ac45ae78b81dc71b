/** Files that are served as they are: the dashboard's, built before the server starts. */
export interface Assets {
  /**
   * @param path Below the folder, without a slash at the start, such as `assets/index-1a2b3c.js`.
   * @returns the bytes, or undefined when there is no such file.
   */
  read(path: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
}

/** Assets in memory. */
export function createMemoryAssets(files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>): Assets {
  return { read: (path) => Promise.resolve(files.get(path)) };
}
