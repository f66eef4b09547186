import { type Action } from "../core/action.ts";
import { SuyuanError } from "../core/errors.ts";
import { type Hex } from "../core/hex.ts";
import { type Operation } from "./operation.ts";
import { joinName, type Outbox } from "./outbox.ts";

/** What would become of one element. */
export type Outcome =
  | { is: "recorded" }
  /** It is the same as an open operation, and would be that one. */
  | { is: "joins"; operation: Operation }
  /** It builds on what open operations, or elements before it, have yet to bring about: not tried. */
  | { is: "waits"; operations: Operation[]; items: number[] }
  | { is: "refused"; error: SuyuanError }
  /** Too many others were refused. */
  | { is: "untried" };

/** The elements that are rehearsed, standing in for operations, and what is known of each. */
export class Cast {
  readonly #action: Action;
  readonly #outbox: Outbox;
  readonly #all: Operation[];
  readonly #items: Map<Operation, number>;
  readonly #decided = new Map<Operation, Outcome>();
  /** id → the first element that makes it. */
  readonly #makers = new Map<Hex, Operation>();

  constructor(action: Action, key: Hex, elements: unknown[], outbox: Outbox) {
    this.#action = action;
    this.#outbox = outbox;
    this.#all = elements.map((element, i) => {
      const status = { state: "accepted" } as const;
      return { id: `dry run ${i}`, action: action.name, element, key, at: 0, status };
    });
    this.#items = new Map(this.#all.map((o, i) => [o, i]));
    for (const o of this.#all) {
      for (const { id } of action.makes?.(o.element) ?? [])
        if (!this.#makers.has(id)) this.#makers.set(id, o);
      const known = this.#joining(o) ?? this.#waiting(o);
      if (known) this.#decided.set(o, known);
    }
  }

  get outcomes(): Outcome[] {
    return this.#all.map((o) => this.#decided.get(o) ?? { is: "untried" });
  }

  get undecided(): Operation[] {
    return this.#all.filter((o) => !this.#decided.has(o));
  }

  itemOf(o: Operation): number {
    return this.#items.get(o)!;
  }

  decide(o: Operation, outcome: Outcome): void {
    this.#decided.set(o, outcome);
  }

  /** And with it whatever builds on what it would have made, as the lane does. */
  refuse(refused: Operation, error: SuyuanError): void {
    this.decide(refused, { is: "refused", error });
    if (error.code === "LEDGER_SUBJECT_EXISTS") return;
    for (const o of this.undecided) {
      if (!this.#namedBy(o).some((id) => this.#makers.get(id) === refused)) continue;
      const about = { field: "builds on", value: `items.${this.itemOf(refused)}` };
      this.refuse(o, new SuyuanError("OUTBOX_ANCESTOR_REFUSED", about));
    }
  }

  /** On a node that tries each transaction alone, what builds on another one cannot be tried. Whether there is any. */
  keepApart(groups: Operation[][]): boolean {
    let found = false;
    for (const [o, group] of groups.flatMap((g) => g.map((one) => [one, g] as const))) {
      const isApart = (maker: Operation) =>
        !group.includes(maker) && this.#decided.get(maker)?.is !== "joins";
      const items = this.#itemsBefore(o, isApart);
      if (items.length > 0) this.decide(o, { is: "waits", operations: [], items });
      found ||= items.length > 0;
    }
    return found;
  }

  #joining(o: Operation): Outcome | undefined {
    const operation = this.#outbox.identical(joinName(this.#action, o.key, o.element), o.element);
    return operation && { is: "joins", operation };
  }

  #waiting(o: Operation): Outcome | undefined {
    const makers = this.#namedBy(o).map((id) => this.#outbox.makerOf(id));
    const open = [...new Set(makers)].flatMap((id) => (id && this.#outbox.openOperation(id)) || []);
    const operations = open.filter(({ status }) => status.state === "accepted" || status.state === "sent");
    const items = this.#itemsBefore(o, (maker) => this.#decided.get(maker)?.is === "waits");
    return operations.length + items.length === 0 ? undefined : { is: "waits", operations, items };
  }

  #itemsBefore(o: Operation, which: (maker: Operation) => boolean): number[] {
    const makers = this.#namedBy(o).map((id) => this.#makers.get(id));
    const others = [...new Set(makers)].filter((m) => m !== undefined && m !== o && which(m));
    return others.map((m) => this.itemOf(m!));
  }

  #namedBy(o: Operation): Hex[] {
    return this.#action.names?.(o.element) ?? [];
  }
}
