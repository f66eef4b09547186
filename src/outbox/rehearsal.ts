import { type Directory } from "../chain/encode.ts";
import { type NodeLog, type StateAt } from "../chain/node.ts";
import { type ChainPort } from "../chain/ports.ts";
import { explainRevert, type Refusal } from "../chain/reverts.ts";
import { type Tried } from "../chain/tryOut.ts";
import { type Action } from "../core/action.ts";
import { SuyuanError } from "../core/errors.ts";
import { type Hex } from "../core/hex.ts";
import { type Index, type Position } from "../indexer/index.ts";
import { nextBatch } from "./batch.ts";
import { type Operation } from "./operation.ts";
import { type Outbox } from "./outbox.ts";
import { actionOf } from "./raw.ts";
import { Cast, type Outcome } from "./rehearsalCast.ts";
import { stepOf } from "./storedStep.ts";
import { blame, type Draft, Trial } from "./trial.ts";

export type { Outcome } from "./rehearsalCast.ts";

/** After so many elements that the contracts refuse, the rest is left untried. */
const MOST_REFUSED = 20;
/** Elements in a transaction at most: what a lane begins with. */
const FITTING = 200;

interface Stage {
  outbox: Outbox;
  port: ChainPort;
  index: Index;
  directory: Directory;
  /** Seconds: the time the next block will have, as far as that can be known. */
  now(): number;
}

/** What would become of elements if they were accepted now, found out on the state after the index's head. */
export interface Rehearsed {
  head: Position["head"];
  /** Seconds: the block time that it was tried with. */
  time: number;
  /** Accepted acts of this key that are in no block yet: what they will change was not there. */
  ahead: number;
  /** One for each element. */
  outcomes: Outcome[];
  /** The transactions that would record, with the elements in each; `null` where the node tells no logs. */
  parts: { items: number[]; logs: NodeLog[] | null }[];
}

/** Tries elements of one action as their lane would send them. Nothing is accepted, signed or kept. */
export async function rehearse(
  action: Action,
  key: Hex,
  elements: unknown[],
  stage: Stage,
): Promise<Rehearsed> {
  const { index, outbox, port } = stage;
  const { head } = index;
  if (!head) throw new SuyuanError("INDEX_BEHIND", { value: "none", limit: index.identity.from });
  const cast = new Cast(action, key, elements, outbox);
  const found = await port.stateAt(head);
  // The embedded node may be ahead of the index, which has to make sense of what it logs.
  const at = typeof found === "number" ? head.number : found;
  // Real nodes want each block to be later than the one before.
  const time = Math.max(stage.now(), head.time + (port.kind === "node" ? 1 : 0));
  const ordered = typeof action.by === "object";
  const step = ordered ? (await stepOf(key, at, stage)) + 1n : 0n;
  const parts = await new Rehearsal(cast, key, { ...stage, at, time, step }).run();
  return { head, time, ahead: aheadOf(key, outbox), outcomes: cast.outcomes, parts };
}

function aheadOf(key: Hex, outbox: Outbox): number {
  const waiting = ["accepted", "sent"];
  return [...outbox.openOperations()].filter((o) => o.key === key && waiting.includes(o.status.state)).length;
}

class Rehearsal {
  readonly #cast: Cast;
  readonly #key: Hex;
  readonly #stage: Stage & { at: StateAt; time: number; step: bigint };
  readonly #trial: Trial;
  #inOrder = true;

  constructor(cast: Cast, key: Hex, stage: Stage & { at: StateAt; time: number; step: bigint }) {
    this.#cast = cast;
    this.#key = key;
    this.#stage = stage;
    this.#trial = new Trial(key, { ...stage, now: () => stage.time });
  }

  async run(): Promise<Rehearsed["parts"]> {
    for (let refused = 0; this.#cast.undecided.length > 0;) {
      const groups = this.#groups(this.#cast.undecided);
      const tried = await this.#try(groups);
      if (!this.#inOrder && this.#cast.keepApart(groups)) continue;
      const at = tried.findIndex((t) => !t.ok);
      if (at < 0) return this.#record(groups, tried);
      if (++refused > MOST_REFUSED) break;
      await this.#refuse(groups, at, refusalIn(tried[at]!)!);
    }
    for (const o of this.#cast.undecided) this.#cast.decide(o, { is: "untried" });
    return [];
  }

  #record(groups: Operation[][], tried: Tried[]): Rehearsed["parts"] {
    for (const o of groups.flat()) this.#cast.decide(o, { is: "recorded" });
    return groups.map((group, i) => {
      const t = tried[i]!;
      return { items: group.map((o) => this.#cast.itemOf(o)), logs: t.ok ? t.logs : null };
    });
  }

  async #refuse(groups: Operation[][], at: number, refusal: Refusal): Promise<void> {
    const before = this.#inOrder ? groups.slice(0, at) : [];
    const refusalOf = async (some: Operation[]) => refusalIn((await this.#try([...before, some])).at(-1)!);
    const { blamed, reason } = await blame(groups[at]!, refusal, this.#key, refusalOf);
    for (const o of blamed) this.#cast.refuse(o, reason.error);
  }

  /** As the lane would cut them into transactions. */
  #groups(operations: Operation[]): Operation[][] {
    const groups: Operation[][] = [];
    for (let rest = operations; rest.length > 0; rest = rest.slice(groups.at(-1)!.length)) {
      const run = nextBatch(rest, actionOf, () => true, FITTING);
      groups.push(this.#trial.largest(run, this.#stage.step).operations);
    }
    return groups;
  }

  async #try(groups: Operation[][]): Promise<Tried[]> {
    const { step } = this.#stage;
    const after = (i: number) => (step === 0n || !this.#inOrder ? step : step + BigInt(i));
    const drafts = groups.map((group, i) => this.#trial.draft(group, after(i)));
    const { tried, inOrder } = await this.#run(drafts);
    if (inOrder || !this.#inOrder) return tried;
    this.#inOrder = false;
    return groups.length === 1 ? tried : this.#try(groups);
  }

  #run(drafts: Draft[]) {
    const requests = drafts.map(({ call, gas }) => ({ from: this.#key, ...call, gas }));
    const { port, at, time } = this.#stage;
    return port.node.tryOut.run(requests, { at, time });
  }
}

function refusalIn(tried: Tried): Refusal | null {
  return tried.ok ? null : explainRevert(tried.data);
}
