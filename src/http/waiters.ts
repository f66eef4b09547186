import { z } from "zod";
import { type Operation, type OperationState } from "../outbox/operation.ts";
import { type Outbox } from "../outbox/outbox.ts";

export const goals = ["accepted", "indexed", "final"] as const;
export type Goal = (typeof goals)[number];

/** How long a request waits, and what for. */
export const waiting = {
  wait: z
    .enum(goals)
    .default("accepted")
    .describe("Answer when it is accepted, in the read model, or final."),
  timeout: z.number().min(0).max(60).default(30).describe("Seconds to wait at most."),
};

/** Whether an operation in this state has come as far as was asked. A refused one goes no further. */
export function reached(status: OperationState, goal: Goal): boolean {
  if (goal === "accepted" || status.state === "refused" || status.state === "final") return true;
  return goal === "indexed" && status.state === "mined";
}

/** Requests that wait for operations: woken by the outbox, one listener for all of them. */
export class Waiters {
  readonly #byOperation = new Map<string, Set<(o: Operation) => void>>();

  constructor(outbox: Outbox) {
    outbox.on("operation", (o) => {
      for (const wake of [...(this.#byOperation.get(o.id) ?? [])]) wake(o);
    });
  }

  /** Operations somebody waits for. */
  get size(): number {
    return this.#byOperation.size;
  }

  /** Whether all of these got there before the time was over or the client went away. */
  async reach(
    operations: readonly Operation[],
    goal: Goal,
    ms: number,
    signal: AbortSignal,
  ): Promise<boolean> {
    const missing = new Set(operations.filter((o) => !reached(o.status, goal)).map((o) => o.id));
    if (missing.size === 0) return true;
    if (signal.aborted) return false;
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const stop = () => resolve(false);
    const wake = (o: Operation) => {
      if (!reached(o.status, goal)) return;
      this.#forget(o.id, wake);
      missing.delete(o.id);
      if (missing.size === 0) resolve(true);
    };
    for (const id of missing) this.#note(id, wake);
    const timer = setTimeout(stop, ms);
    signal.addEventListener("abort", stop);
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener("abort", stop);
      for (const id of missing) this.#forget(id, wake);
    }
  }

  #note(id: string, wake: (o: Operation) => void): void {
    const known = this.#byOperation.get(id);
    if (known) known.add(wake);
    else this.#byOperation.set(id, new Set([wake]));
  }

  #forget(id: string, wake: (o: Operation) => void): void {
    const known = this.#byOperation.get(id);
    known?.delete(wake);
    if (known?.size === 0) this.#byOperation.delete(id);
  }
}
