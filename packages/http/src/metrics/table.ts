/**
 * The values that a label may have, where they are known beforehand; `undefined` where the program has them in
 * another table. They are always a program's own words, never what a client sent: each is kept for ever.
 */
type Labels = { readonly [label: string]: readonly string[] | undefined };

/** A metric that the table has. */
export interface Row {
  /** With the base unit, and `_total` for what is counted, as Prometheus' naming conventions have it. */
  readonly name: string;
  readonly help: string;
  readonly labels: Labels;
}

export interface CounterRow extends Row {
  readonly type: "counter";
}
export interface HistogramRow extends Row {
  readonly type: "histogram";
  /** Upper bounds, growing; the one of infinity is added. */
  readonly buckets: readonly number[];
}
export interface GaugeRow extends Row {
  readonly type: "gauge";
}

/** Seconds, from what a cache answers to what times out. */
const ANSWER_SECONDS = [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
const STEP_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

const QUEUES = ["pixels", "uploads"] as const;

/** What is noted as it happens. */
export const COUNTED = {
  requests: {
    type: "counter",
    name: "darkroom_http_requests_total",
    help: "Requests answered.",
    labels: { method: undefined, route: undefined, status: undefined },
  },
  requestSeconds: {
    type: "histogram",
    name: "darkroom_http_request_duration_seconds",
    help: "Time until an answer was ready to be sent; that of sending it is not counted.",
    labels: { route: undefined },
    buckets: ANSWER_SECONDS,
  },
  receivedBytes: {
    type: "counter",
    name: "darkroom_http_request_bytes_total",
    help: "Bytes of the bodies of requests that were granted, as their Content-Length announced them.",
    labels: { route: undefined },
  },
  rejections: {
    type: "counter",
    name: "darkroom_http_rejections_total",
    help: "Requests that were not granted, by the permanent code of the error.",
    labels: { code: undefined },
  },
  deliveries: {
    type: "counter",
    name: "darkroom_delivery_cache_total",
    help: "Images asked for: found in the cache, computed, or unchanged for the client (304).",
    labels: { result: ["hit", "miss", "unchanged"] },
  },
  deliveredBytes: {
    type: "counter",
    name: "darkroom_delivery_bytes_total",
    help: "Bytes of delivered images.",
    labels: { format: undefined },
  },
  waitSeconds: {
    type: "histogram",
    name: "darkroom_queue_wait_seconds",
    help: "Time until it was the turn of an image or an upload.",
    labels: { queue: QUEUES },
    buckets: ANSWER_SECONDS,
  },
  renderSeconds: {
    type: "histogram",
    name: "darkroom_render_seconds",
    help: "Time of the steps of computing an image, by the format of the file that the step reads or writes.",
    labels: { step: undefined, format: undefined },
    buckets: STEP_SECONDS,
  },
} as const satisfies Record<string, CounterRow | HistogramRow>;

/** What is read when somebody asks. */
export const READ = {
  running: {
    type: "gauge",
    name: "darkroom_queue_running",
    help: "Images that are being computed, and uploads that are being read.",
    labels: { queue: QUEUES },
  },
  waiting: {
    type: "gauge",
    name: "darkroom_queue_waiting",
    help: "Images and uploads that wait for their turn.",
    labels: { queue: QUEUES },
  },
  places: {
    type: "gauge",
    name: "darkroom_queue_places",
    help: "How many may wait; one more is answered 503.",
    labels: { queue: QUEUES },
  },
  predictedBytes: {
    type: "gauge",
    name: "darkroom_render_predicted_bytes",
    help: "Memory that the images being computed are predicted to take.",
    labels: {},
  },
  memoryBytes: {
    type: "gauge",
    name: "darkroom_render_limit_bytes",
    help: "Memory that images being computed may be predicted to take together.",
    labels: {},
  },
  cacheBytes: {
    type: "gauge",
    name: "darkroom_cache_bytes",
    help: "Bytes of derived images in the cache.",
    labels: {},
  },
  cacheQuota: {
    type: "gauge",
    name: "darkroom_cache_quota_bytes",
    help: "Most bytes of derived images that the cache holds.",
    labels: {},
  },
  recycled: {
    type: "counter",
    name: "darkroom_codec_instances_recycled_total",
    help: "Codec instances thrown away after an image: it failed, their memory had grown too far, or enough were idle.",
    labels: { reason: ["failed", "grown", "spare"] },
  },
  info: {
    type: "gauge",
    name: "darkroom_info",
    help: "Always 1; the label says what the program runs on.",
    labels: { runtime: undefined },
  },
  startTime: {
    type: "gauge",
    name: "process_start_time_seconds",
    help: "When the program began to serve, in seconds since the epoch.",
    labels: {},
  },
  residentBytes: {
    type: "gauge",
    name: "process_resident_memory_bytes",
    help: "Memory that the process holds, that of images included.",
    labels: {},
  },
  heapBytes: {
    type: "gauge",
    name: "process_heap_bytes",
    help: "Memory of JavaScript objects in the main thread; images are not among them.",
    labels: {},
  },
  cpuSeconds: {
    type: "counter",
    name: "process_cpu_seconds_total",
    help: "Processor time of all threads of the process.",
    labels: {},
  },
} as const satisfies Record<string, CounterRow | GaugeRow>;

/** Every metric, in the order of the text. */
export const METRICS: readonly Row[] = [...Object.values(COUNTED), ...Object.values(READ)];

/** What is told with a number: a text for each label of the metric, one of those that the table knows. */
export type LabelsOf<R extends Row> = {
  readonly [Label in keyof R["labels"]]: R["labels"][Label] extends readonly (infer Value extends string)[]
    ? Value
    : string;
};
