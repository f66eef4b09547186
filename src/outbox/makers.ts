import { type Made } from "../core/action.ts";
import { type Hex } from "../core/hex.ts";

interface Maker {
  operation: string;
  made: Made;
}

/** Who will make an id, oldest first: two officers may have asked for the same. */
export class Makers {
  readonly #of = new Map<Hex, Maker[]>();

  note(operation: string, all: readonly Made[] = []): void {
    for (const made of all) {
      const others = this.#of.get(made.id);
      if (others) others.push({ operation, made });
      else this.#of.set(made.id, [{ operation, made }]);
    }
  }

  forget(operation: string, all: readonly Made[] = []): void {
    for (const { id } of all) {
      const left = this.of(id).filter((m) => m.operation !== operation);
      if (left.length > 0) this.#of.set(id, left);
      else this.#of.delete(id);
    }
  }

  of(id: Hex): readonly Maker[] {
    return this.#of.get(id) ?? [];
  }
}
