import { type Action, type LedgerView, type Made } from "../core/action.ts";
import { SuyuanError } from "../core/errors.ts";
import { type Hex } from "../core/hex.ts";
import { type Secrets } from "../store/secrets.ts";
import { type Once } from "./entries.ts";
import { type Operation } from "./operation.ts";
import { type Outbox } from "./outbox.ts";

/** Where actions are handed in: parsed once, checked early, accepted durably. */
export class Desk {
  readonly #outbox: Outbox;
  readonly #view: LedgerView;
  readonly #secrets: Secrets;

  constructor(outbox: Outbox, view: LedgerView, secrets: Secrets) {
    this.#outbox = outbox;
    this.#view = view;
    this.#secrets = secrets;
  }

  /** Accepts all of these or none. Each element may build on one before it. */
  async submit(
    action: Action,
    key: Hex,
    inputs: unknown[],
    once?: Omit<Once, "operations" | "at">,
  ): Promise<Operation[]> {
    const elements = this.prepare(action, key, inputs);
    await this.#secrets.sync();
    return this.#outbox.accept(action, key, elements, once);
  }

  exists(id: Hex): boolean {
    return this.#view.exists(id);
  }

  /** Parses and completes, without accepting. */
  prepare(action: Action, key: Hex, inputs: unknown[]): unknown[] {
    return this.#secrets.attempt(() => this.#elements(action, key, inputs));
  }

  /** The same, and keeps no salt. `salted`: commitments, and ids made of them, come out otherwise each time. */
  pretend(action: Action, key: Hex, inputs: unknown[]): { elements: unknown[]; salted: boolean } {
    const { made, salted } = this.#secrets.pretend(() => this.#elements(action, key, inputs));
    return { elements: made, salted };
  }

  #elements(action: Action, key: Hex, inputs: unknown[]): unknown[] {
    const made = new Map<Hex, Made>();
    const view = withMade(remembering(this.#view), made);
    const { texts } = this.#secrets;
    const secrets = {
      commit: this.#secrets.commit.bind(this.#secrets),
      opened: (commitment: Hex) => this.#secrets.openingOf(commitment)?.content,
      commitText: (scope: Hex, text: string) => texts.commit(scope, text),
      openedText: (commitment: Hex) => texts.openingOf(commitment)?.text,
    };
    return inputs.map((raw, i) => {
      const at = inputs.length > 1 ? `${i}` : undefined;
      const element = locate(at, () => action.prepare(parse(action, raw), { key, view, ...secrets }));
      for (const m of action.makes?.(element) ?? []) made.set(m.id, m);
      return element;
    });
  }
}

/** Looks each thing up once; for as long as nothing else runs, nothing changes. */
function remembering(view: LedgerView): LedgerView {
  return {
    ...view,
    organisation: once(view.organisation),
    organisationOfKey: once(view.organisationOfKey),
    dataset: once(view.dataset),
    version: once(view.version),
  };
}

function once<T>(look: (id: Hex) => T): (id: Hex) => T {
  const known = new Map<Hex, T>();
  return (id) => {
    if (!known.has(id)) known.set(id, look(id));
    return known.get(id)!;
  };
}

function withMade(view: LedgerView, made: Map<Hex, Made>): LedgerView {
  return {
    ...view,
    dataset: (id) => made.get(id)?.dataset ?? view.dataset(id),
    version: (id) => made.get(id)?.version ?? view.version(id),
    exists: (id) => view.exists(id),
    recorded: (id) => view.recorded(id),
  };
}

/** Says which of several inputs is meant. */
function locate<T>(at: string | undefined, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (at === undefined || !(error instanceof SuyuanError)) throw error;
    const field = [at, error.details.field].filter((p) => p !== undefined).join(".");
    throw new SuyuanError(error.code, { ...error.details, field }, { cause: error });
  }
}

/** The first thing wrong with an input, as an error that names the field and the value. */
export function parse<I>(definition: { input: Action<I>["input"] }, raw: unknown): I {
  const result = definition.input.safeParse(raw);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  const unknown = issue.code === "unrecognized_keys" ? issue.keys[0] : undefined;
  const path = [...issue.path, ...(unknown === undefined ? [] : [unknown])];
  const value = path.reduce<unknown>((v, p) => (v as Record<PropertyKey, unknown> | undefined)?.[p], raw);
  const reason = unknown === undefined ? decapitalise(issue.message) : "is not a member of this input";
  throw new SuyuanError("INPUT_NOT_VALID", { field: path.join(".") || "body", value: value ?? null, reason });
}

function decapitalise(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}
