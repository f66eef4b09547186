import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { type Config, configFrom } from "../../src/config.ts";
import { type Gateway } from "../../src/gateway.ts";
import { type RunningGateway, startGateway } from "../../src/main.ts";
import { foundTiers } from "../../src/ops/founding.ts";
import { checkGateway, type Checked } from "./check.ts";
import { doNext, Notebook } from "./client.ts";
import { ForkingNode } from "./fork.ts";
import { departments } from "./plan.ts";
import { type Random } from "./random.ts";

const PATIENCE_MS = 2 * Number(process.env["SUYUAN_PATIENCE_MS"] ?? 30_000);

export interface CitySettings {
  seed: number;
  random: Random;
  /** Blocks until final. */
  finality: number;
  /** Where the gateway reaches the node; left out, directly. */
  through?: (url: string) => Promise<string>;
}

/** A founded gateway with its HTTP interface and its client, on a node whose history can be changed. */
export class ForkedCity {
  readonly folder: string;
  readonly node: ForkingNode;
  readonly seed: number;
  readonly random: Random;
  readonly finality: number;
  readonly log: { event: string; fields: Record<string, unknown> }[] = [];
  readonly notebook: Notebook;
  config: Config;
  #running: RunningGateway | undefined;

  private constructor(node: ForkingNode, url: string, s: CitySettings) {
    this.folder = mkdtempSync(join(tmpdir(), "suyuan-city-"));
    this.node = node;
    this.seed = s.seed;
    this.random = s.random;
    this.finality = s.finality;
    this.notebook = new Notebook(join(this.folder, "acknowledged"));
    const { finality } = s;
    const data = join(this.folder, "data");
    this.config = configFrom({ data, city: "sample", port: 0, rpc: [url], finality }, {});
  }

  static async found(settings: CitySettings): Promise<ForkedCity> {
    const node = await ForkingNode.start();
    const url = (await settings.through?.(node.url)) ?? node.url;
    const city = new ForkedCity(node, url, settings);
    const miner = setInterval(() => void node.mine(), 40);
    try {
      await city.open();
      await foundTiers(city.g, departments);
    } finally {
      clearInterval(miner);
    }
    return city;
  }

  get g(): Gateway {
    return this.#running!.gateway;
  }

  /** For failures: what repeats the run. */
  get at(): string {
    return `(seed ${this.seed})`;
  }

  async open(): Promise<void> {
    const note = (event: string, fields: object) => void this.log.push({ event, fields: { ...fields } });
    this.#running = await startGateway(this.config, note);
  }

  /** The gateway again, with something set otherwise. */
  async reopen(changed: Partial<Config> = {}): Promise<void> {
    await this.shut();
    this.config = { ...this.config, ...changed };
    await this.open();
  }

  lastOfLog(): string {
    const last = this.log.slice(-15).map(({ event, fields }) => `${event} ${JSON.stringify(fields)}`);
    return last.join("\n");
  }

  async shut(): Promise<void> {
    await this.#running?.close();
    this.#running = undefined;
  }

  async remove(): Promise<void> {
    await this.shut();
    this.notebook.close();
    await this.node.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** An answer over HTTP, to whoever holds the administrator's key. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  async ask(path: string): Promise<{ status: number; body: any }> {
    const key = readFileSync(join(this.config.data, "admin.key"), "utf8").trim();
    const response = await fetch(this.#running!.url + path, { headers: { authorization: `Bearer ${key}` } });
    return { status: response.status, body: await response.json() };
  }

  /** Acts and blocks in any order, so that acts are in every stage when something comes. */
  async work(requests: number): Promise<void> {
    const { g, node, random } = this;
    for (let i = 0; i < requests; i++) {
      await doNext(g, this.seed, this.notebook);
      if (random.chance(0.6)) await wait(random.below(20));
      if (random.chance(0.5)) await node.mine();
      if (random.chance(0.5)) await g.follower.poke();
      if (random.chance(0.2)) await g.worker.resume();
    }
  }

  /** Until nothing is open: lanes send the same bytes again, blocks come, and what is deep enough is final. */
  async finish(): Promise<void> {
    const { g, node } = this;
    for (const until = Date.now() + PATIENCE_MS; g.outbox.size.operations > 0 && Date.now() < until;) {
      await g.follower.poke();
      await g.worker.resume();
      await wait(2);
      await node.mine();
    }
    await g.follower.poke();
  }

  /** Everything against the model, and the index against a fresh one. */
  async check(): Promise<Checked> {
    await this.finish();
    return checkGateway(this.g, this.folder, this.seed);
  }

  /** What the gateway says at this moment, against the node itself: a cursor or a status that lies is found here. */
  async requireTruth(): Promise<number> {
    const { g, node, at } = this;
    const { head, final } = g.index;
    assert.ok(head && head.number <= (await node.head()), `the index is ahead of the node ${at}`);
    assert.equal(head.hash, await node.hash(head.number), `the index has another block ${head.number} ${at}`);
    assert.ok(final <= (await node.head()) - this.finality, `block ${final} is called final too early ${at}`);
    const page = await g.outbox.list({ limit: 200 });
    // Taken before the node is asked: what it has meanwhile can only be more.
    const claims = page.map(({ id, status }) => ({ id, status: { ...status } }));
    let seen = 0;
    for (const { id, status } of claims) {
      if (status.state !== "mined" && status.state !== "final") continue;
      const place = await node.place(status.transaction);
      assert.deepEqual(
        place,
        { number: status.block, succeeded: true },
        `${id} is not ${status.state} ${at}`,
      );
      seen++;
    }
    return seen;
  }
}
