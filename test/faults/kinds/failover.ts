import assert from "node:assert/strict";
import { cpSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { configFrom } from "../../../src/config.ts";
import { rpcClient } from "../../../src/chain/rpc.ts";
import { keccakText } from "../../../src/core/hash.ts";
import { openGateway } from "../../../src/gateway.ts";
import { checkGateway } from "../check.ts";
import { ForkingNode } from "../fork.ts";
import { type FaultRun } from "../kind.ts";
import { NodeProxy } from "../nodeProxy.ts";
import { furnish, ServedProcess, until } from "../served.ts";

/** Long enough for a loaded machine, short enough to wait for. */
const lease = { beatMs: 250, holdMs: 3_000, takeMs: 6_000 };

/** Requests under keys of their own, one after the other, and what they were told. */
class Client {
  readonly acknowledged: { key: string; operations: string[] }[] = [];
  readonly #bodies = new Map<string, unknown>();
  #stop = false;
  #n = 0;

  async flood(g: ServedProcess, as: string): Promise<void> {
    while (!this.#stop) await this.ask(g, as).catch(() => undefined);
  }

  async ask(g: ServedProcess, as: string): Promise<void> {
    const key = `failover-${as}-${this.#n++}`;
    const item = (i: number) => ({
      dataset: `${as}/open`,
      content: { sha256: keccakText(`${key} ${i}`), sm3: keccakText(`sm3 ${key} ${i}`), size: i },
      parents: [],
    });
    this.#bodies.set(key, { items: [item(0), item(1), item(2)] });
    const reply = await g.act("publish-version", as, this.#bodies.get(key), key);
    assert.equal(reply.status, 202, JSON.stringify(reply.body));
    this.acknowledged.push({ key, operations: reply.body.operations.map((o: { id: string }) => o.id) });
  }

  stop(): void {
    this.#stop = true;
  }

  /** Everything acknowledged is final, and asked for again it is the same. */
  async compare(g: ServedProcess): Promise<number> {
    await Promise.all(this.acknowledged.map((a) => this.#compareOne(g, a)));
    return this.acknowledged.length;
  }

  async #compareOne(g: ServedProcess, { key, operations }: Client["acknowledged"][number]): Promise<void> {
    const as = key.split("-")[1]!;
    const again = await g.act("publish-version", as, this.#bodies.get(key), key, "&wait=final&timeout=60");
    assert.equal(again.status, 200, `${key}: ${JSON.stringify(again.body)}`);
    const seen = again.body.operations as { id: string; state: string }[];
    const states = seen.map((o) => [o.id, o.state]);
    assert.deepEqual(
      states,
      operations.map((id) => [id, "final"]),
    );
  }
}

/** A standby's copy of a data directory, with the keys folder shared. */
function copyOf(data: string, to: string): void {
  const leftOut = ["keys", "lock"];
  cpSync(data, to, { recursive: true, filter: (path) => !leftOut.includes(basename(path)) });
  symlinkSync(join(data, "keys"), join(to, "keys"));
}

/** A block a second, until it is told to stop. */
async function mining(node: ForkingNode): Promise<() => Promise<unknown>> {
  const client = rpcClient(node.url);
  await client.call("evm_setIntervalMining", [1]);
  return async () => {
    await client.call("evm_setIntervalMining", [0]);
    client.close();
  };
}

/** A stops in the middle of its work, B takes over, A wakes up. */
export async function failover(run: FaultRun): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "suyuan-failover-"));
  const node = await ForkingNode.start();
  const stopMining = await mining(node);
  const [proxyA, proxyB] = [await NodeProxy.before(node.url), await NodeProxy.before(node.url)];
  const common = { finality: 2, lease };
  const a = new ServedProcess({ ...common, data: join(folder, "a"), rpc: [proxyA.url] });
  let b: ServedProcess | undefined;
  try {
    await a.ready();
    await furnish(a);
    await early(folder, proxyB, common, run);
    const clients = [new Client(), new Client()];
    const floods = clients.map((c, i) => c.flood(a, ["alpha", "beta"][i]!));
    await wait(1_500 + run.random.below(1_500));
    a.child.kill("SIGSTOP");
    for (const c of clients) c.stop();
    await wait(500);
    const sent = proxyA.sends;
    assert.ok(sent > 0, "the first gateway had sent nothing");
    copyOf(a.data, join(folder, "b"));

    b = await new ServedProcess({ ...common, data: join(folder, "b"), rpc: [proxyB.url] }).ready();
    const waiting = b.logged("keys.lease").find((line) => "waiting" in line);
    assert.ok(waiting, "the standby did not wait for the lease");
    run.fired("lease of a stopped gateway taken over");
    await clients[0]!.ask(b, "alpha");

    a.child.kill("SIGCONT");
    await until(
      () => a.logged("keys.lease").some((line) => "lost" in line),
      () => `A's notice; ${a.told()}`,
    );
    await Promise.all(floods);
    const health = await a.ask("/readyz");
    assert.equal(health.status, 503);
    assert.match(JSON.stringify(health.body), /taken over by process/);
    const refused = await a.act("publish-version", "alpha", {
      dataset: "alpha/open",
      content: {},
      parents: [],
    });
    assert.equal(`${refused.status} ${refused.body.code}`, "503 OUTBOX_LEASE_LOST");
    // Its timers would have sent again several times over by the end of this.
    const resent = wait(7_000);
    const compared = (await clients[0]!.compare(b)) + (await clients[1]!.compare(b));
    assert.ok(compared > 4, `only ${compared} requests were acknowledged`);
    await resent;
    assert.equal(proxyA.sends, sent, "the first gateway sent something after it woke up");
    run.fired("gateway that woke up without its lease");

    await a.end();
    await clients[0]!.ask(b, "alpha");
    await clients[0]!.compare(b);
    await stopMining();
    await b.end();
    const checked = await checkStandby(folder, proxyB.url, run.seed);
    run.say(
      `failover: ${sent} sends by A, none after it woke; ${compared} requests, ${JSON.stringify(checked)}`,
    );
  } finally {
    await a.end("SIGKILL");
    await b?.end("SIGKILL");
    proxyA.close();
    proxyB.close();
    await node.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A standby that is started while the first gateway lives. */
async function early(folder: string, proxy: NodeProxy, common: object, run: FaultRun): Promise<void> {
  copyOf(join(folder, "a"), join(folder, "early"));
  const second = new ServedProcess({ ...common, data: join(folder, "early"), rpc: [proxy.url] });
  assert.equal(await second.refusal(), "OUTBOX_LEASE_HELD");
  rmSync(join(folder, "early"), { recursive: true });
  run.fired("standby started while the first gateway lives");
}

async function checkStandby(folder: string, url: string, seed: number) {
  const data = join(folder, "b");
  const config = configFrom({ data, city: "sample", rpc: [url], finality: 2, lease, keeper: false }, {});
  const g = await openGateway(config, () => undefined);
  try {
    return await checkGateway(g, folder, seed);
  } finally {
    await g.close();
  }
}
