import { ZERO32, type Hex } from "../core/hex.ts";
import { bytesOf } from "./bytes.ts";
import { cityAfter, hashOfFact, slotAfter, type ProvedFact } from "./fact.ts";
import { tampered } from "./flaw.ts";

/** What the facts of a bundle come to: each subject's slot, as FactLog would have it. */
export class History {
  readonly spine: Hex;
  readonly #asOf: number;
  readonly #slots: Map<Hex, Hex>;
  /** State of a subject after its last fact up to the asked-for block. */
  readonly #states = new Map<Hex, number>();
  readonly #counts = new Map<Hex, number>();
  readonly #writers = new Set<Hex>();
  readonly #isWhole: boolean;
  #city: Hex = ZERO32;
  #last: ProvedFact | undefined;
  #facts = 0;

  /** @param subjects Whose histories are told; none when all facts of the city are. */
  constructor(spine: Hex, asOf: number, subjects: readonly Hex[] | null) {
    this.spine = spine;
    this.#asOf = asOf;
    this.#isWhole = subjects === null;
    this.#slots = new Map((subjects ?? []).map((subject) => [subject, ZERO32]));
  }

  add(f: ProvedFact): void {
    const last = this.#last;
    if (last && f.sequence <= last.sequence)
      throw tampered(`fact ${f.sequence} comes after fact ${last.sequence}`);
    const isBack = last !== undefined && (f.block < last.block || f.time < last.time);
    if (isBack) throw tampered(`fact ${f.sequence} is older than the one before it`);
    if (this.#isWhole && f.sequence !== this.#facts)
      throw tampered(`fact ${this.#facts} of the city is missing`);
    const hash = hashOfFact(f, this.spine);
    const states = bytesOf(f.states);
    let told = 0;
    f.subjects.forEach((subject, i) => {
      const before = this.#slots.get(subject) ?? (this.#isWhole ? ZERO32 : undefined);
      if (before === undefined) return;
      told++;
      const state = states.subarray(2 * i, 2 * i + 2);
      this.#slots.set(subject, slotAfter(before, hash, state));
      if (f.block > this.#asOf) return;
      this.#states.set(subject, state[0]! * 256 + state[1]!);
      this.#counts.set(subject, (this.#counts.get(subject) ?? 0) + 1);
    });
    if (told === 0) throw tampered(`fact ${f.sequence} is about none of the bundle's subjects`);
    this.#city = cityAfter(this.#city, hash);
    this.#writers.add(f.writer);
    this.#last = f;
    this.#facts++;
  }

  get facts(): number {
    return this.#facts;
  }

  get city(): Hex {
    return this.#city;
  }

  get lastBlock(): number {
    return this.#last?.block ?? 0;
  }

  get writers(): Hex[] {
    return [...this.#writers].sort();
  }

  tells(subject: Hex): boolean {
    return this.#slots.has(subject);
  }

  get slots(): IterableIterator<[subject: Hex, slot: Hex]> {
    return this.#slots.entries();
  }

  /** As of the asked-for block; `undefined` when it did not exist then. */
  stateOf(subject: Hex): number | undefined {
    return this.#states.get(subject);
  }

  factsOf(subject: Hex): number {
    return this.#counts.get(subject) ?? 0;
  }
}
