import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, describe, expect, test } from "vitest";
import { configFrom } from "../../src/config.ts";
import { type Hex } from "../../src/core/hex.ts";
import { endOrphan } from "../../src/chain/embedded/orphan.ts";
import { readTransaction } from "../../src/chain/embedded/transaction.ts";
import { here } from "../../src/cli/fixtures/here.ts";
import { isAlive, type Started, startGateway } from "../../src/cli/fixtures/run.ts";
import { type Gateway, openGateway } from "../../src/gateway.ts";
import { restoreBackup } from "../../src/ops/backup/restore.ts";
import { foundTiers } from "../../src/ops/founding.ts";
import { type Client, type Operation, suyuan } from "../../src/sdk/client.ts";
import { doNext, Notebook } from "../faults/client.ts";
import { Patient } from "../faults/driver.ts";
import { ForkingNode } from "../faults/fork.ts";
import { matchFacts } from "../faults/match.ts";
import { departments } from "../faults/plan.ts";
import { seedFrom } from "../faults/random.ts";
import { temporaryFolder } from "../support/folder.ts";
import { contentOf } from "../support/samples.ts";

const seed = seedFrom();
const PATIENCE_MS = Number(process.env["SUYUAN_PATIENCE_MS"] ?? 60_000);
console.log(`backup.test seed ${seed} (SUYUAN_SEED repeats it)`);

async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + PATIENCE_MS; !(await holds()); await wait(20))
    if (Date.now() > end) throw new Error(`it never came to this: ${what}`);
}

describe("an operator's walk: back up while people work, lose the machine, restore, go on", () => {
  const lost = new Patient(seed);
  const data = join(lost.folder, "data");
  const backup = join(lost.folder, "backup");
  const restored = join(lost.folder, "restored");
  const started: Started[] = [];
  const acknowledged: { key: string; n: number; operations: Operation[]; before: boolean }[] = [];
  let officer: string;

  afterAll(async () => {
    for (const s of started) if (isAlive(s.pid)) await s.stop("SIGKILL");
    await endOrphan(join(restored, "chain/node.json"));
    await lost.remove();
  });

  const clientOf = (s: { url: string }, key: string): Client => suyuan({ url: s.url, key });
  const publish = (client: Client, n: number, key: string) =>
    client.act(
      "publish-version",
      {
        items: [1, 2, 3].map((i) => ({
          dataset: "alpha/rain",
          content: contentOf(`${n} ${i}`),
          parents: [],
          run: { job: "walk", name: `run-${n}-${i}` },
        })),
      },
      { idempotencyKey: key, as: "alpha" },
    );

  test("a backup is taken under load and everything acknowledged before it is in it", async () => {
    const child = lost.start("serve", 0);
    await lost.isReady(child);
    const g = JSON.parse(readFileSync(join(data, "gateway.json"), "utf8")) as { url: string };
    const admin = readFileSync(join(data, "admin.key"), "utf8").trim();
    const officers = ["data-bureau", "alpha"];
    const made = await clientOf(g, admin).accessKeys.create({
      label: "walk",
      scopes: ["read", "act"],
      officers,
    });
    officer = made.secret;
    const client = clientOf(g, officer);
    const name = { zh: "气候", en: "Climate" };
    await client.act("register-domain", { code: "climate", name }, { as: "data-bureau", wait: "final" });
    const rain = { code: "rain", domain: "climate", name, sharing: "unconditional" } as const;
    await client.act("register-dataset", rain, { as: "alpha", wait: "final" });

    let going = true;
    let begun = false;
    const load = (async () => {
      for (let n = 0; going; n++) {
        const before = !begun;
        const operations = await publish(client, n, `walk-${n}`);
        // Sent before the backup was begun, and answered before it too.
        acknowledged.push({ key: `walk-${n}`, n, operations, before: before && !begun });
      }
    })();
    await until("ten requests", () => acknowledged.length >= 10);
    begun = true;
    const { code, out, err } = await here("--data", data, "--json", "backup", backup);
    expect([code, err]).toEqual([0, ""]);
    expect(JSON.parse(out)).toMatchObject({ hot: true, chain: "embedded", sealed: false });
    await until("more requests after the backup", () => acknowledged.length >= 15);
    going = false;
    await load;
    expect(acknowledged.filter((a) => a.before).length).toBeGreaterThanOrEqual(9);
    child.kill("SIGKILL");
    await once(child, "close");
    expect(child.signalCode).toBe("SIGKILL");
  });

  test("restored into an empty place, and started there, it has all of that and goes on", async () => {
    const said = await here("--data", restored, "restore", backup);
    expect([said.code, said.err]).toEqual([0, ""]);
    expect(said.out).toMatch(/forks after block \d+[\s\S]*npm start -- --data/);
    const again = await here("--data", restored, "restore", backup);
    expect([again.code, again.err]).toEqual([1, expect.stringContaining("RESTORE_TARGET_NOT_EMPTY")]);

    const g = await startGateway(restored, []);
    started.push(g);
    const client = clientOf(g, officer);
    const ended = async (id: string) => client.operation(id, { wait: "final", timeout: 60 });
    for (const { key, n, operations, before } of acknowledged) {
      if (!before) continue;
      for (const { id } of operations) expect((await ended(id)).state, `${id} of ${key}`).toBe("final");
      const same = await publish(client, n, key);
      expect(
        same.map((o) => o.id),
        key,
      ).toEqual(operations.map((o) => o.id));
    }
    const { restored: restores, head } = await client.query("status", {});
    expect(restores).toMatchObject([{ chain: "embedded", unknownNonces: [] }]);
    expect(head.number).toBeGreaterThanOrEqual(restores[0]!.block!.number);
    await publish(client, 1_000_000, "after the restore");
    await g.stop();
  });

  test("its blocks up to the fork are those of the lost machine, and fsck finds nothing", async () => {
    const [was, is] = await Promise.all([data, restored].map(blocksIn));
    const { block } = (
      JSON.parse(readFileSync(join(restored, "restored.json"), "utf8")) as [{ block: { number: number } }]
    )[0];
    expect(block.number).toBeGreaterThan(5);
    for (let n = 1; n <= block.number; n++) expect(is!.get(n), `block ${n}`).toBe(was!.get(n));
    const { code, out, err } = await here("--data", restored, "fsck");
    expect([code, out.trim(), err]).toEqual([0, "The index agrees with the chain.", ""]);
  });

  /** As the chain's own journal has them. */
  async function blocksIn(path: string): Promise<Map<number, string>> {
    const { rescan } = await import("../../src/chain/embedded/journal.ts");
    const file = join(path, "chain/journal");
    const { blocks: all } = rescan(file, readFileSync(file).length);
    return new Map(all.map((b) => [b.number, b.hash.toString("hex")]));
  }
});

describe("with real nodes, after a restore", () => {
  const folder = temporaryFolder(afterAll);
  const at = (name: string) => join(folder, name);
  const opened: Gateway[] = [];
  const nodes: ForkingNode[] = [];
  const miners: NodeJS.Timeout[] = [];
  const FINALITY = 3;

  afterAll(async () => {
    for (const miner of miners) clearInterval(miner);
    for (const g of opened) await g.close();
    for (const node of nodes) await node.stop();
  });

  const open = async (data: string, node: ForkingNode, log: [string, Record<string, unknown>][] = []) => {
    const config = configFrom(
      { data, city: "sample", rpc: [node.url], finality: FINALITY, keeper: false },
      {},
    );
    const g = await openGateway(config, (event, fields) => void log.push([event, { ...fields }]));
    opened.push(g);
    return g;
  };
  const close = async (g: Gateway) => {
    opened.splice(opened.indexOf(g), 1);
    await g.close();
  };
  const mining = (node: ForkingNode, ms: number) => {
    const miner = setInterval(() => void node.mine(), ms);
    miners.push(miner);
    return () => clearInterval(miner);
  };

  /** Every transaction of the chain, by sender: each nonce once, and none left out. */
  async function requireNoncesOnce(node: ForkingNode, chainId: number): Promise<number> {
    const used = new Map<string, number[]>();
    const all = await node.top(await node.head());
    for (const { raws } of all) {
      for (const raw of raws) {
        const { from, nonce } = readTransaction(Buffer.from(raw.slice(2), "hex"), chainId);
        used.set(from, [...(used.get(from) ?? []), nonce]);
      }
    }
    for (const [from, nonces] of used) expect(nonces, from).toEqual(nonces.map((_, i) => i));
    return all.reduce((sum, b) => sum + b.raws.length, 0);
  }

  const finished = (g: Gateway) => until("nothing is open", () => g.outbox.size.operations === 0);

  test("no nonce is used twice, nothing is done twice, and each key goes on where the chain is", async () => {
    const node = await ForkingNode.start();
    nodes.push(node);
    const stopMining = mining(node, 30);
    const g = await open(at("data"), node);
    await foundTiers(g, departments);
    const before = new Notebook(join(folder, "acknowledged"));
    for (let i = 0; i < 12; i++) await doNext(g, seed, before);
    await finished(g);

    // Accepted at the backup and not in any block then; done by the gateway that will be lost.
    stopMining();
    await wait(100);
    for (let i = 0; i < 6; i++) await doNext(g, seed, before);
    expect(g.outbox.size.operations).toBeGreaterThan(0);
    const waiting = g.outbox.size.operations;
    g.backups.begin(at("backup"));
    await g.backups.idle();
    const resume = mining(node, 30);
    await finished(g);
    const after = new Notebook(join(folder, "lost"));
    after.acknowledged.push(...before.acknowledged);
    for (let i = 0; i < 8; i++) await doNext(g, seed, after);
    await finished(g);
    const told = new Map((await g.outbox.list({ limit: 1_000 })).map((o) => [o.id, o.status]));
    await close(g);
    after.close();

    const restore = { backup: at("backup"), data: at("restored"), oldGatewayIsDead: true };
    await restoreBackup(restore);
    const log: [string, Record<string, unknown>][] = [];
    const r = await open(at("restored"), node, log);
    await until("what waited is settled", () => r.outbox.size.operations === 0);
    expect(waiting).toBeGreaterThan(0);

    // Whatever was acknowledged before the backup ended as the lost gateway would say it did, and new facts land.
    for (const a of before.acknowledged) {
      for (const id of a.operations) expect((await r.outbox.find(id))?.status, id).toEqual(told.get(id));
      const once = a.refused === null ? r.outbox.repeated(a.once.name, a.once.body) : undefined;
      if (once) expect((await r.outbox.again(once)).map((o) => o.id)).toEqual(a.operations);
    }
    const [fresh] = await submit(r, "beta", `fresh ${seed}`);
    await until("a new fact", () => r.outbox.size.operations === 0);
    expect((await r.outbox.find(fresh!.id))!.status.state).toBe("final");
    const adopted = log.filter(([event]) => event === "lane.adopted").map(([, fields]) => fields["found"]);
    expect(adopted.reduce<number>((sum, found) => sum + Number(found), 0)).toBeGreaterThan(0);
    const [shown] = r.sources.restores();
    expect(shown).toMatchObject({ chain: "node", backup: expect.any(String) as string });
    const gaps = shown!.unknownNonces.map(({ from, to }) => to - from);
    expect(Math.max(...gaps), "no key had nonces that only the chain knew").toBeGreaterThan(0);
    for (const lane of r.worker.lanes()) expect(lane.stopped).toBeNull();
    resume();
    expect(await requireNoncesOnce(node, r.port.chainId)).toBeGreaterThan(20);
    await requireFactsOnce(r);
    before.close();
  });

  /** The facts of the lost gateway's later acts are nobody's operations here; no fact is there twice. */
  async function requireFactsOnce(g: Gateway): Promise<void> {
    const failure = await matchFacts(g, await g.outbox.list({ limit: 1_000 }), `(seed ${seed})`).then(
      () => "",
      (error: Error) => error.message,
    );
    expect(failure).toMatch(/^$|facts that no operation answers for/);
  }

  function submit(g: Gateway, as: string, text: string) {
    const key: Hex = g.keyring.named(as)!.address;
    return import("../../src/ledger/definitions.ts").then(({ actionNamed }) =>
      g.desk.submit(actionNamed("publish-version")!, key, [
        { dataset: `${as}/open`, content: contentOf(text), parents: [] },
      ]),
    );
  }

  test("without the operator's word a key signs nothing until it was quiet long enough", async () => {
    const node = nodes[0]!;
    await close(opened[0]!);
    const restore = { backup: at("backup"), data: at("waiting"), oldGatewayIsDead: false };
    await restoreBackup(restore);
    const r = await open(at("waiting"), node);
    const nonce = await node.nonce(r.keyring.named("alpha")!.address);
    await submit(r, "alpha", "patience");
    const lane = r.worker.lane(r.keyring.named("alpha")!.address);
    await until("it waits", async () => (await lane.work(), /quiet for 0 of 64/.test(lane.waitsFor ?? "")));
    await node.mine(30);
    await until(
      "it is half way",
      async () => (await lane.work(), /quiet for 30 of 64/.test(lane.waitsFor ?? "")),
    );
    expect(await node.nonce(lane.key)).toBe(nonce);
    await node.mine(40);
    const stop = mining(node, 30);
    await until("it goes on", () => r.outbox.size.operations === 0);
    stop();
    expect(lane.waitsFor).toBeNull();
    expect(await requireNoncesOnce(node, r.port.chainId)).toBeGreaterThan(20);
  });
});
