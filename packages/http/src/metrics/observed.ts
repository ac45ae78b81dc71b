import type { Format, Step } from "@darkroom/core";
import type { Admission } from "../admission.ts";
import type { Renderer } from "../deps.ts";
import type { Recorder } from "./recorder.ts";

/** A renderer whose steps are noted. */
export function observeRenderer(renderer: Renderer, recorder: Recorder): Renderer {
  return {
    ...renderer,
    async render(job, signal) {
      const rendering = await renderer.render(job, signal);
      // Without a clock there are none.
      for (const [index, milliseconds] of rendering.stepMs.entries()) {
        const step = job.plan.steps[index]!;
        recorder.observe(
          "renderSeconds",
          { step: step.do, format: formatOf(step) ?? "none" },
          milliseconds / 1000,
        );
      }
      return rendering;
    },
  };
}

/** The format of the file that a step reads or writes; undefined for one from pixels to pixels. */
function formatOf(step: Step): Format | undefined {
  switch (step.do) {
    case "transcode":
      return step.to;
    case "decode":
    case "encode":
    case "passThrough":
      return step.format;
    case "sanitise":
      return "svg";
    case "crop":
    case "resize":
    case "orient":
    case "colour":
    case "flatten":
    case "pad":
    case "placeholder":
      return undefined;
  }
}

/** An admission whose waiting is noted. */
export function observeAdmission(
  admission: Admission,
  queue: "pixels" | "uploads",
  { recorder, now }: { readonly recorder: Recorder; readonly now: () => number },
): Admission {
  return {
    run(predictedBytes, job, signal) {
      const asked = now();
      const admitted: typeof job = () => {
        recorder.observe("waitSeconds", { queue }, (now() - asked) / 1000);
        return job();
      };
      return admission.run(predictedBytes, admitted, signal);
    },
    // How long that waits matters to nobody.
    runWhenIdle: (predictedBytes, job, signal) => admission.runWhenIdle(predictedBytes, job, signal),
    get running() {
      return admission.running;
    },
    get waiting() {
      return admission.waiting;
    },
    get waitingIdle() {
      return admission.waitingIdle;
    },
    get takenBytes() {
      return admission.takenBytes;
    },
  };
}
