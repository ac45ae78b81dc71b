/**
 * Watches every WebAssembly instance that is made from now on, and gives the greatest sum of their memories so
 * far, one instance of each module counted: an engine does one picture at a time. Changes the global object,
 * which only a process of one engine may do, before it loads that engine.
 */
export function watchWasmMemory(): () => number {
  const memories = new Map<WebAssembly.Module | WebAssembly.Instance, Set<WeakRef<WebAssembly.Memory>>>();
  const peaks = new Map<WebAssembly.Module | WebAssembly.Instance, number>();

  function watch(
    instance: WebAssembly.Instance,
    imports: WebAssembly.Imports | undefined,
    module: WebAssembly.Module,
  ): void {
    const imported = Object.values(imports ?? {}).flatMap((group) => Object.values(group));
    for (const value of [...imported, ...Object.values(instance.exports)]) {
      if (!(value instanceof WebAssembly.Memory)) continue;
      const known = memories.get(module) ?? new Set();
      memories.set(module, known.add(new WeakRef(value)));
    }
  }

  const { Instance, instantiate } = WebAssembly;
  WebAssembly.Instance = new Proxy(Instance, {
    construct(target, [module, imports]: [WebAssembly.Module, WebAssembly.Imports | undefined]) {
      const instance = new target(module, imports);
      watch(instance, imports, module);
      return instance;
    },
  });
  async function instantiateWatched(
    source: BufferSource | WebAssembly.Module,
    imports?: WebAssembly.Imports,
  ): Promise<WebAssembly.Instance | WebAssembly.WebAssemblyInstantiatedSource> {
    if (source instanceof WebAssembly.Module) {
      const instance = await instantiate(source, imports);
      watch(instance, imports, source);
      return instance;
    }
    const both = await instantiate(source, imports);
    watch(both.instance, imports, both.module);
    return both;
  }
  WebAssembly.instantiate = instantiateWatched as typeof WebAssembly.instantiate;

  return () => {
    for (const [module, refs] of memories) {
      for (const ref of refs) {
        const memory = ref.deref();
        if (memory === undefined) refs.delete(ref);
        peaks.set(module, Math.max(peaks.get(module) ?? 0, memory?.buffer.byteLength ?? 0));
      }
    }
    return [...peaks.values()].reduce((sum, bytes) => sum + bytes, 0);
  };
}
