import { describeListener } from "@darkroom/host/conformance";
import { listen } from "./server.ts";

describeListener("Bun.serve", listen);
