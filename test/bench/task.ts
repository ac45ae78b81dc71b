export interface Size {
  readonly width: number;
  readonly height: number;
}

/** What an engine is to do with the bytes it is given. Plain JSON, for it goes to another process. */
export interface Task {
  /** `file`: a file in, a file out. `pixels`: RGBA in, RGBA out, nothing decoded or encoded. */
  readonly does: "file" | "pixels";
  readonly from: Size & { readonly format: "jpeg" | "png" };
  readonly to: Size & { readonly format: "jpeg" | "webp" | "avif" };
  /** 1 to 100, on the scale of JPEG. */
  readonly quality: number;
  readonly progressive: boolean;
  /** The file has a colour profile, and the result is to be sRGB. */
  readonly profile: boolean;
  readonly alpha: boolean;
  /** For AVIF by sharp: its effort, and the quality with which its result is as like the original as ours. */
  readonly sharpAvif?: { readonly effort: number; readonly quality: number };
}

/** Does tasks in a process of its own. */
export interface Engine {
  /** The settings that a number is worth nothing without. */
  settings(task: Task): string;
  /** Why it cannot do this task, for it would give another picture or another format. */
  refuses(task: Task): string | undefined;
  run(task: Task, input: Uint8Array<ArrayBuffer>): Promise<Uint8Array>;
}
