import type { Latency, LoadSettings } from "./load.ts";
import { load } from "./load.ts";
import { processUsage } from "./process-tree.ts";
import type { Unit } from "./results.ts";
import type { OutputFormat, Picture, PlainRequest, RunningSubject, Subject } from "./subject.ts";

/** What one round of a measure found. */
export interface Sample {
  readonly measure: string;
  readonly unit: Unit;
  readonly value: number;
  readonly latency?: Latency;
  readonly bytes?: number;
}

/** What a measure works with. */
export interface Bench {
  readonly subject: Subject;
  readonly running: RunningSubject;
  /** The photo that is asked for in many sizes. */
  readonly photo: Picture;
  /** A small picture, for uploads. */
  readonly small: Picture;
  readonly scale: Scale;
  /** A width that this subject was not asked for yet; the nth is the same for every subject. */
  readonly freshWidth: () => number;
}

/** How much is asked for. */
export interface Scale {
  readonly rounds: number;
  readonly uploads: LoadSettings;
  readonly hits: LoadSettings;
  readonly misses: Readonly<Record<OutputFormat, LoadSettings>>;
  readonly mixed: LoadSettings;
}

/** One kind of load; a round of it takes some seconds. */
export interface Measure {
  readonly title: string;
  /** Whether it makes sense for a subject. */
  readonly suits: (subject: Subject, running: RunningSubject) => boolean;
  readonly round: (bench: Bench) => Promise<readonly Sample[]>;
}

const WARM = { width: 640, format: "webp" } as const;

const FORMAT_NAMES = { jpeg: "JPEG", webp: "WebP", avif: "AVIF" } as const satisfies Record<
  OutputFormat,
  string
>;

/** All that is measured of running servers, in this order. */
export const MEASURES: readonly Measure[] = [
  {
    title: "uploads",
    suits: (_subject, { upload }) => upload !== undefined,
    async round({ running, small, scale }) {
      const request = running.upload!(small);
      const { requestsPerSecond, latency } = await load(running, () => request, scale.uploads);
      return [{ measure: "uploads", unit: "requests/s", value: requestsPerSecond, latency }];
    },
  },
  {
    title: "cached deliveries",
    suits: ({ caches }) => caches,
    async round({ running, photo, scale }) {
      const request = running.delivery(photo, WARM);
      await load(running, () => request, { connections: 1, amount: 2 });
      const { requestsPerSecond, latency, bytesPerAnswer } = await load(running, () => request, scale.hits);
      return [
        {
          measure: "cached deliveries",
          unit: "requests/s",
          value: requestsPerSecond,
          latency,
          bytes: bytesPerAnswer,
        },
      ];
    },
  },
  misses("jpeg"),
  misses("webp"),
  misses("avif"),
  {
    title: "mixed load",
    suits: ({ caches }, { upload }) => caches && upload !== undefined,
    async round({ running, photo, small, scale, freshWidth }) {
      const cached = running.delivery(photo, WARM);
      const upload = running.upload!(small);
      const next = (n: number): PlainRequest => {
        if (n % 20 === 7) return upload;
        return n % 20 === 13 ? running.delivery(photo, { width: freshWidth(), format: "webp" }) : cached;
      };
      const { requestsPerSecond, latency } = await load(running, next, scale.mixed);
      return [{ measure: "mixed load", unit: "requests/s", value: requestsPerSecond, latency }];
    },
  },
];

/** Deliveries that have to be computed, each under an address of its own. */
function misses(format: OutputFormat): Measure {
  const title = `computed deliveries, ${FORMAT_NAMES[format]}`;
  return {
    title,
    suits: ({ formats }) => formats.includes(format),
    async round({ running, photo, scale, freshWidth }) {
      const settings = scale.misses[format];
      const before = await processUsage(running.pid);
      const { requestsPerSecond, latency, bytesPerAnswer, requests } = await load(
        running,
        () => running.delivery(photo, { width: freshWidth(), format }),
        settings,
      );
      const after = await processUsage(running.pid);
      const samples: Sample[] = [
        { measure: title, unit: "requests/s", value: requestsPerSecond, latency, bytes: bytesPerAnswer },
      ];
      if (before !== undefined && after !== undefined) {
        const seconds = after.cpuSeconds - before.cpuSeconds;
        const value = seconds / (requests * photo.megapixels);
        samples.push({ measure: `processor time, ${FORMAT_NAMES[format]}`, unit: "CPU s/MP", value });
      }
      return samples;
    },
  };
}
