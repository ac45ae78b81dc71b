export { createApp, type App } from "./app.ts";
export { createAccounts, deriveAccountHash, type Account, type Accounts } from "./account.ts";
export { ConfigError, readConfig, SETTINGS, type Config, type LogLevel } from "./config.ts";
export type { AppDeps, Renderer, RenderJob } from "./deps.ts";
export { createLog, describeError, type Log, type LogFields } from "./log.ts";
