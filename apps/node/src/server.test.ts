import { describeListener } from "@darkroom/host/conformance";
import { listen } from "./server.ts";

describeListener("node:http", listen);
