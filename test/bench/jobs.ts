/** A picture of the chosen folder, and what is made of it before anything is timed. */
export interface Source {
  readonly file: string;
  /**
   * `stored`: as it is. `bare`: without its metadata, so that nobody spends time on a profile. `progressive` and
   * `enlarged`: made anew with `megapixels`, the first progressive, the second a square in one scan. `pixels`: decoded.
   */
  readonly as: "stored" | "bare" | "progressive" | "enlarged" | "pixels";
  readonly megapixels?: number;
}

/** One thing to be done by every engine. */
export interface Job {
  readonly name: string;
  readonly source: Source;
  /** Of the output; the height follows from the picture. */
  readonly width: number;
  readonly format: "jpeg" | "webp" | "avif";
  /** The output is progressive, as the product has it unless asked otherwise. */
  readonly progressive?: true;
  /** For AVIF: the effort of sharp. */
  readonly sharpEffort?: number;
  /** The most that our time may be of sharp's, and the most memory in MiB: the targets. */
  readonly goal?: number;
  readonly memoryGoal?: number;
}

/** Each result is made at this quality. */
export const QUALITY = 80;

const SMALL = "sharp-bench-2725x2225.jpg";
const PHONE = "12mp-iphone11-4032x3024-p3.jpg";
const LARGE = "24mp-5964x3976.jpg";
const PAPER = "sharp-bench-2048x1536-alpha.png";

const small: Source = { file: SMALL, as: "bare" };
const phone: Source = { file: PHONE, as: "bare" };
const large: Source = { file: LARGE, as: "bare" };
const progressive: Source = { file: LARGE, as: "progressive", megapixels: 18 };

/** The table of targets: the pictures lie in the folder that `--images` names. */
export const JOBS: readonly Job[] = [
  job("JPEG 6 MP → 720 JPEG", small, 720, "jpeg", { goal: 0.65 }),
  job("JPEG 6 MP → 720 progressive JPEG", small, 720, "jpeg", { progressive: true }),
  job("JPEG 12 MP → 1024 JPEG", phone, 1024, "jpeg", { goal: 0.6, memoryGoal: 10 }),
  job("JPEG 12 MP with profile → 1024 JPEG", { file: PHONE, as: "stored" }, 1024, "jpeg", { goal: 0.4 }),
  job("JPEG 12 MP → 320 JPEG", phone, 320, "jpeg", { goal: 0.45 }),
  job("JPEG 24 MP → 2560 JPEG", large, 2560, "jpeg", { goal: 0.7 }),
  job("JPEG 24 MP with profile → 2560 JPEG", { file: LARGE, as: "stored" }, 2560, "jpeg", { goal: 0.25 }),
  job("JPEG 24 MP → 1024 JPEG", large, 1024, "jpeg", { goal: 0.5, memoryGoal: 12 }),
  job("Progressive JPEG 18 MP → 1920 JPEG", progressive, 1920, "jpeg", { goal: 0.75, memoryGoal: 48 }),
  job("JPEG 6 MP → 720 WebP", small, 720, "webp", { goal: 0.9 }),
  job("JPEG 12 MP → 1024 WebP", phone, 1024, "webp", { goal: 0.9 }),
  job("JPEG 6 MP → 720 AVIF, sharp at its default effort", small, 720, "avif", { sharpEffort: 4, goal: 0.2 }),
  job("JPEG 6 MP → 720 AVIF, sharp at effort 2", small, 720, "avif", { sharpEffort: 2, goal: 0.5 }),
  job("RGBA 6 MP → 720, resize alone", { file: SMALL, as: "pixels" }, 720, "jpeg", { goal: 0.5 }),
  job("PNG 3 MP with alpha → 720 WebP", { file: PAPER, as: "stored" }, 720, "webp", { goal: 1.2 }),
  job("JPEG 6 MP → 1024 JPEG", small, 1024, "jpeg", { memoryGoal: 4 }),
  job("JPEG 100 MP → 1024 JPEG", { file: LARGE, as: "enlarged", megapixels: 100 }, 1024, "jpeg", {
    memoryGoal: 32,
  }),
];

/** What the pictures of `test/fixtures/photos` allow, for a look without the others. */
export const FIXTURE_JOBS: readonly Job[] = [
  job("JPEG 12 MP → 1024 JPEG", { file: "12mp-iphone-city.jpg", as: "bare" }, 1024, "jpeg"),
  job("JPEG 12 MP with profile → 1024 JPEG", { file: "12mp-iphone-city.jpg", as: "stored" }, 1024, "jpeg"),
  job("JPEG 12 MP → 320 JPEG", { file: "12mp-iphone-city.jpg", as: "bare" }, 320, "jpeg"),
  job("JPEG 12 MP → 1024 WebP", { file: "12mp-iphone-city.jpg", as: "bare" }, 1024, "webp"),
  job("Progressive JPEG 4 MP → 1024 JPEG", { file: "4mp-progressive-420-fig.jpg", as: "bare" }, 1024, "jpeg"),
  job("JPEG 3 MP 4:2:2 → 720 JPEG", { file: "3mp-baseline-422-flower.jpg", as: "bare" }, 720, "jpeg"),
  job("RGBA 3 MP → 720, resize alone", { file: "3mp-baseline-422-flower.jpg", as: "pixels" }, 720, "jpeg"),
  job("JPEG 3 MP → 720 AVIF", { file: "3mp-baseline-422-flower.jpg", as: "bare" }, 720, "avif", {
    sharpEffort: 2,
  }),
];

function job(
  name: string,
  source: Source,
  width: number,
  format: Job["format"],
  more: Pick<Job, "progressive" | "sharpEffort" | "goal" | "memoryGoal"> = {},
): Job {
  return { name, source, width, format, ...more };
}
