import { type Clocks } from "./entries.ts";
import { type Operation } from "./operation.ts";

export interface OutboxOptions {
  clocks?: () => Clocks;
  log?: (event: string, fields: object) => void;
  /** Batches that the store of secrets holds now. */
  secrets?: () => number;
}

/** What an outbox tells. */
export interface Changed {
  operation: [Operation];
  accepted: [Operation[]];
  /** Something ended and is no longer open; what waited for it may go on. */
  settled: [];
  /** An accepted operation builds on something that was refused; with the refused operation's id. */
  orphaned: [Operation, string];
}
