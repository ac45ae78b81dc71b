import * as fc from "fast-check";

/**
 * Property tests ask the same questions in every run, so that a red run is the change's fault; `npm run test:soak`
 * asks others each time. fast-check prints the seed of a failure, which this takes to repeat it.
 */
const SEED = process.env["PROPERTY_SEED"] ?? "20211121";

fc.configureGlobal(SEED === "random" ? {} : { seed: Number(SEED) });
