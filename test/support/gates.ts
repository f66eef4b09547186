import assert from "node:assert/strict";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { type Config, configFrom } from "../../src/config.ts";
import { type Hex } from "../../src/core/hex.ts";
import { type Gateway } from "../../src/gateway.ts";
import { type RunningGateway, startGateway } from "../../src/main.ts";
import { COUNCIL_MEMBER, foundTiers } from "../../src/ops/founding.ts";
import { type Operation } from "../../src/outbox/operation.ts";
import { ForkingNode } from "../faults/fork.ts";
import { Given } from "./given.ts";
import { type After, temporaryFolder } from "./folder.ts";

export const FOUNDER = "data-bureau";
const PATIENCE_MS = 2 * Number(process.env["SUYUAN_PATIENCE_MS"] ?? 30_000);
const BLOCK_MS = 60;

/** One organisation's gateway among several on one chain. */
export interface Gate {
  running: RunningGateway;
  given: Given;
  /** What it logged, a line each. */
  log: string[];
}

export async function until(isSo: () => unknown, what: string): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  while (!isSo()) {
    assert.ok(performance.now() < end, `it never came: ${what}`);
    await wait(20);
  }
}

/** The bureau's gateway, which founds the ledger on a node that mines by itself, and those that join it. */
export class Gates {
  readonly node: ForkingNode;
  readonly #after: After;
  #miner: NodeJS.Timeout | undefined;
  readonly #gates = new Map<string, Gate>();

  private constructor(node: ForkingNode, after: After) {
    this.node = node;
    this.#after = after;
  }

  static async open(departments: readonly string[], after: After): Promise<Gates> {
    const node = await ForkingNode.start();
    after(() => node.stop());
    const gates = new Gates(node, after);
    gates.#miner = setInterval(() => void node.mine().catch(() => undefined), BLOCK_MS);
    after(() => clearInterval(gates.#miner));
    await foundTiers(await gates.start(FOUNDER, {}), []);
    for (const code of departments) await gates.admit(code);
    return gates;
  }

  get names(): string[] {
    return [...this.#gates.keys()];
  }

  gate(name: string): Gate {
    return this.#gates.get(name)!;
  }

  /** The gateway that serves now. */
  at(name: string): Gateway {
    return this.gate(name).running.gateway;
  }

  /** What the founding gateway tells a newcomer. */
  get ledger(): NonNullable<Config["join"]>["ledger"] {
    return this.at(FOUNDER).index.identity;
  }

  /** A gateway with a data directory, keys and an index of its own. */
  async start(name: string, config: Partial<Config>): Promise<Gateway> {
    const data = join(temporaryFolder(this.#after), "data");
    const own = configFrom({ data, port: 0, rpc: [this.node.url], finality: 1, ...config }, {});
    const log: string[] = [];
    const note = (event: string, fields: object) => void log.push(`${event} ${JSON.stringify(fields)}`);
    const running = await startGateway(own, note);
    this.#after(() => running.close());
    this.#gates.set(name, { running, given: Given.at(running.gateway), log });
    return running.gateway;
  }

  /** Joins the ledger and is admitted by the council, which learns nothing but its officer's address. */
  async admit(code: string, kind = "department"): Promise<Gateway> {
    const gateway = await this.start(code, { join: { ledger: this.ledger, organisation: code } });
    const dataOfficer = gateway.keyring.named(code)!.address;
    await this.council("admit-organisation", [{ code, kind, name: { zh: code, en: code }, dataOfficer }]);
    return gateway;
  }

  council(action: string, inputs: unknown[]): Promise<Operation[]> {
    return this.#done(FOUNDER, action, COUNCIL_MEMBER, inputs);
  }

  /** Signed at the organisation's own gateway, and final; every gateway has read it. */
  done(action: string, as: string, inputs: unknown[]): Promise<Operation[]> {
    return this.#done(as, action, as, inputs);
  }

  async made(action: string, as: string, input: unknown): Promise<Hex> {
    const [operation] = await this.done(action, as, [input]);
    return (operation!.element as { id: Hex }).id;
  }

  /** No more blocks, and every gateway has read the last one. */
  async standStill(): Promise<void> {
    clearInterval(this.#miner);
    const last = () => this.node.head();
    for (let before = -1; before !== (await last()); await wait(2 * BLOCK_MS)) before = await last();
    for (const name of this.names) await this.at(name).follower.poke();
  }

  /** Until all have read as far as this one. */
  async caughtUp(name: string): Promise<void> {
    const { number } = this.at(name).index.head!;
    const hasRead = (n: string) => (this.at(n).index.head?.number ?? -1) >= number;
    await until(() => this.names.every(hasRead), `block ${number} at every gateway`);
  }

  async #done(gate: string, action: string, as: string, inputs: unknown[]): Promise<Operation[]> {
    const operations = await this.gate(gate).given.done(action, as, inputs);
    await this.caughtUp(gate);
    return operations;
  }
}
