import { type Gateway, type Log } from "../gateway.ts";
import { type AccessKeys } from "./accessKeys.ts";
import { type HttpSettings } from "./settings.ts";
import { type Turns } from "./turns.ts";
import { type Waiters } from "./waiters.ts";

/** What the routes share. */
export interface Served {
  gateway: Gateway;
  settings: HttpSettings;
  keys: AccessKeys;
  waiters: Waiters;
  turns: Turns;
  log: Log;
  /** Seconds, as the next block would have it: never before the last one. */
  now(): number;
  /** Aborted when the server stops. */
  stopping: AbortSignal;
}
