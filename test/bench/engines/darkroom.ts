import { createPipeline, parseOptions, resolveRequest } from "@darkroom/core";
import { lanczosResizer } from "@darkroom/core/codecs/pixels";
import { allCodecs } from "@darkroom/threads/codecs";
import type { Engine } from "../task.ts";

/** The product as the server runs it: header read, limits checked, plan made and run, all of it timed. */
export async function openDarkroom(): Promise<Engine> {
  const pipeline = createPipeline(allCodecs());
  const resizer = await lanczosResizer().open();
  return {
    settings: ({ does, to }) =>
      does === "pixels"
        ? "the resizer alone, alpha premultiplied"
        : `inspect, plan and run; instances kept between runs${to.format === "avif" ? "; libaom speed 9, 4:2:0" : ""}`,
    refuses: () => undefined,
    async run({ does, from, to, quality, progressive }, input) {
      if (does === "pixels") return resizer.resize({ ...from, data: input, opaque: false }, to).data;
      const { width, height, format } = to;
      const options = parseOptions({ width, height, fit: "squeeze", quality, format });
      const facts = await pipeline.inspect(input);
      const request = resolveRequest(facts, options, `image/${format}`, pipeline.limits);
      const plan = pipeline.plan(facts, { ...request, baseline: !progressive }, input.length);
      const { bytes } = await pipeline.run(plan, input, facts);
      return bytes;
    },
  };
}
