/**
 * Copies third-party decoders from their installed npm packages into `vendor/`, patched where a runtime
 * refuses them as they are. `node scripts/vendor.ts` writes; `node scripts/vendor.ts --check` only compares
 * and exits with 1 on a difference. `vendor/<name>/README.md` says why each patch is needed.
 */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { findPackageJSON } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Text that occurs exactly once in the file, and what takes its place. */
interface Patch {
  readonly find: string;
  readonly replace: string;
}

interface VendoredFile {
  /** Path below `vendor/`. */
  readonly to: string;
  readonly package: string;
  readonly version: string;
  /** Path below the package's folder. */
  readonly from: string;
  readonly patches?: readonly Patch[];
}

const ICODEC = { package: "icodec", version: "0.6.0" } as const;
const LCMS = { package: "lcms-wasm", version: "1.0.5" } as const;

/**
 * Makes Emscripten's embind glue run without eval, without reaching for the global object, and without a
 * URL of its own (which a bundler would follow and a Worker does not have).
 */
const EMBIND_PATCHES: readonly Patch[] = [
  { find: "var _scriptName = import.meta.url;", replace: 'var _scriptName = "";' },
  {
    find: 'return new URL("webp-dec.wasm",import.meta.url).href',
    replace: 'throw new Error("instantiateWasm is required")',
  },
  {
    // A caller of an exported C++ function: arguments to wire types, call, release, result from its wire type.
    find:
      "let[args,invokerFnBody]=createJsInvoker(argTypes,isClassMethodFunc,returns,isAsync);" +
      "args.push(invokerFnBody);var invokerFn=newFunc(Function,args)(...closureArgs);",
    replace:
      "var invokerFn=function(...values){var destructors=[];var wired=[];" +
      "if(isClassMethodFunc){wired.push(argTypes[1].toWireType(destructors,this))}" +
      "for(var i=2;i<argCount;++i){wired.push(argTypes[i].toWireType(destructors,values[i-2]))}" +
      "var rv=cppInvokerFunc(cppTargetFunc,...wired);runDestructors(destructors);" +
      "if(returns){return argTypes[0].fromWireType(rv)}};",
  },
  {
    // A caller of a JavaScript function or, for kind 1, constructor from C++.
    find: "var invokerFunction=newFunc(Function,params)(...args);",
    replace:
      "var invokerFunction=(obj,func,destructorsRef,packed)=>{" +
      "var values=types.map(type=>{var value=type.readValueFromPointer(packed);packed+=type.argPackAdvance;return value});" +
      "var rv=kind===1?new func(...values):func.call(obj,...values);" +
      "if(!retType.isVoid){return emval_returnValue(retType,destructorsRef,rv)}};",
  },
  {
    // All that the C++ code looks up by name; `_icodec_ImageData` would otherwise have to be a global.
    find: 'if(typeof globalThis=="object"){return globalThis}return function(){return Function}()("return this")()',
    replace:
      "return{Uint8ClampedArray,_icodec_ImageData:(data,width,height,depth)=>({data,width,height,depth})}",
  },
];

export const VENDORED: readonly VendoredFile[] = [
  { ...ICODEC, to: "icodec/webp-dec.js", from: "dist/webp-dec.js", patches: EMBIND_PATCHES },
  { ...ICODEC, to: "icodec/webp-dec.wasm", from: "dist/webp-dec.wasm" },
  { ...ICODEC, to: "icodec/LICENSE", from: "LICENSE" },
  // The licence of libwebp, which another package that is built from it carries and icodec does not.
  {
    package: "@jsquash/webp",
    version: "1.5.0",
    to: "icodec/LICENSE.libwebp",
    from: "codec/LICENSE.codec.md",
  },
  { ...LCMS, to: "lcms/lcms.wasm", from: "dist/lcms.wasm" },
  { ...LCMS, to: "lcms/LICENSE", from: "LICENSE.md" },
];

const VENDOR_FOLDER = fileURLToPath(new URL("../vendor/", import.meta.url));

export function vendoredPath(file: VendoredFile): string {
  return join(VENDOR_FOLDER, file.to);
}

/** The bytes that the file must have, made anew from the installed package. */
export async function vendoredBytes(file: VendoredFile): Promise<Uint8Array> {
  const manifest = findPackageJSON(file.package, import.meta.url);
  if (manifest === undefined) throw new Error(`${file.package} is not installed`);
  const { version } = JSON.parse(await readFile(manifest, "utf8")) as { version: string };
  if (version !== file.version) {
    throw new Error(
      `${file.package} ${version} is installed, not ${file.version}: review the patches, then change the version here`,
    );
  }
  const original = await readFile(join(dirname(manifest), file.from));
  if (file.patches === undefined) return original;
  return new TextEncoder().encode(applyPatches(original.toString("utf8"), file.patches));
}

/** Applies each patch; throws unless its text occurs exactly once. */
export function applyPatches(text: string, patches: readonly Patch[]): string {
  let patched = text;
  for (const { find, replace } of patches) {
    const [before, after, ...more] = patched.split(find);
    if (before === undefined || after === undefined || more.length > 0) {
      throw new Error(`Expected exactly one occurrence of ${JSON.stringify(find)}`);
    }
    patched = before + replace + after;
  }
  return patched;
}

/** The names of the vendored files that are missing or differ from what the packages give. */
export async function driftedFiles(): Promise<string[]> {
  const drifted: string[] = [];
  for (const file of VENDORED) {
    const [expected, actual] = await Promise.all([
      vendoredBytes(file),
      readFile(vendoredPath(file)).catch(() => undefined),
    ]);
    if (actual === undefined || !actual.equals(expected)) drifted.push(file.to);
  }
  return drifted;
}

async function writeFiles(): Promise<void> {
  for (const file of VENDORED) {
    await mkdir(dirname(vendoredPath(file)), { recursive: true });
    await writeFile(vendoredPath(file), await vendoredBytes(file));
  }
}

if (import.meta.main) {
  if (process.argv.includes("--check")) {
    const drifted = await driftedFiles();
    if (drifted.length > 0) {
      process.stderr.write(`vendor/ differs from the installed packages: ${drifted.join(", ")}\n`);
      process.exitCode = 1;
    }
  } else {
    await writeFiles();
  }
}
