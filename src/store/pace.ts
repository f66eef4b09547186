import { setImmediate as nextTurn } from "node:timers/promises";

const SLICE_MS = 8;

/** Long work in slices: between two of them the event loop looks at its sockets, so that health is answered meanwhile. */
export class Pace {
  #since = performance.now();

  /** Whether to rest; asked often, since resting itself costs a turn. */
  get isOver(): boolean {
    return performance.now() - this.#since > SLICE_MS;
  }

  async rest(): Promise<void> {
    await nextTurn();
    this.#since = performance.now();
  }
}
