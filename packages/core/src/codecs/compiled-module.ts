/**
 * Remembers what `load` gives and shares it among all who ask meanwhile; a failure is forgotten, so that
 * the next call tries anew.
 */
export function rememberLoaded<T>(load: () => Promise<T>): () => Promise<T> {
  let loaded: Promise<T> | undefined;
  return async () => {
    const mine = (loaded ??= load());
    try {
      return await mine;
    } catch (error) {
      if (loaded === mine) loaded = undefined;
      throw error;
    }
  };
}
