export { createApp, type App } from "./app.ts";
export {
  createAccounts,
  deriveAccountHash,
  type Account,
  type Accounts,
  type Operator,
  type Owner,
} from "./account.ts";
export { createMemoryAssets, type Assets } from "./assets.ts";
export { createBackground, type Background } from "./background.ts";
export { collectAndLog } from "./collect.ts";
export { ConfigError, readConfig, SETTINGS, type Config, type LogLevel } from "./config.ts";
export { openOwner, type CredentialName, type CredentialStore } from "./credentials.ts";
export type { AppDeps, Renderer, Vitals } from "./deps.ts";
export { METRICS } from "./metrics/table.ts";
export { createLog, describeError, type Log, type LogFields } from "./log.ts";
export { drainWebhooks } from "./webhooks/drain.ts";
export { startWebhookPump, type WebhookPump } from "./webhooks/pump.ts";
export { configProblems, helpText, startLines, type StartFacts } from "./start-lines.ts";
export {
  OutboundError,
  type Outbound,
  type OutboundFault,
  type OutboundRequest,
  type OutboundResponse,
} from "./outbound/outbound.ts";
