import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getCreateAddress, keccak256 } from "ethers";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type RpcClient, rpcClient } from "../rpc.ts";
import { type EmbeddedChain, type EmbeddedOptions, openEmbeddedChain } from "./chain.ts";
import { CHAIN_ID, hashes, sign, signer, START, step, steps } from "./fixtures/transactions.ts";
import { Journal } from "./journal.ts";
import { fromHex } from "./keccak.ts";
import { identify } from "./processIdentity.ts";

const alice = signer("a");
const bob = signer("b");
let dir: string;
let chain: EmbeddedChain | null;
let events: { event: string; fields: Record<string, unknown> }[];
const happened = (event: string) => events.filter((one) => one.event === event);
const nodePid = () => (JSON.parse(readFileSync(join(dir, "node.json"), "utf8")) as { pid: number }).pid;

async function open(change: Partial<EmbeddedOptions> = {}): Promise<EmbeddedChain> {
  events = [];
  const log = (event: string, fields: object) => events.push({ event, fields: { ...fields } });
  chain = await openEmbeddedChain({ dir, chainId: CHAIN_ID, now: () => START, log, ...change });
  return chain;
}

async function reopen(change: Partial<EmbeddedOptions> = {}): Promise<EmbeddedChain> {
  await chain!.close();
  return open(change);
}

async function ask<T>(work: (client: RpcClient) => Promise<T>): Promise<T> {
  const client = rpcClient(chain!.url);
  try {
    return await work(client);
  } finally {
    client.close();
  }
}

async function mineSteps(count: number, from = 0): Promise<string[]> {
  const mined: string[] = [];
  for (const raw of steps(alice, from, count)) mined.push((await chain!.mine([raw])).hash);
  return mined;
}

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "chain-"));
  chain = null;
});
afterEach(async () => {
  await chain?.close();
  expect(happened("embedded.dump.failed")).toEqual([]);
  rmSync(dir, { recursive: true });
});

test("ten transactions of one sender keep their order between another's", async () => {
  await open();
  const raws = steps(alice, 0, 10);
  raws.splice(5, 0, step(bob, 0));
  const block = await chain!.mine(raws);
  expect(block).toMatchObject({ number: 1, timestamp: START, transactions: hashes(raws) });
  expect(chain!.head()).toEqual({ number: 1, hash: block.hash, timestamp: START });
  const receipts = (await ask((client) => client.call("eth_getBlockReceipts", ["0x1"]))) as {
    status: string;
  }[];
  expect(receipts.map((receipt) => receipt.status)).toEqual(raws.map(() => "0x1"));
});

test("blocks asked for at once are mined one after the other, many in one second", async () => {
  await open();
  const blocks = await Promise.all(steps(alice, 0, 5).map((raw) => chain!.mine([raw])));
  expect(blocks.map((block) => [block.number, block.timestamp])).toEqual(
    [1, 2, 3, 4, 5].map((n) => [n, START]),
  );
  expect(await chain!.verify()).toBe(5);
});

test("the node has no well-known accounts, and fee-cap transactions of price zero are taken", async () => {
  await open();
  expect(await ask((client) => client.call("eth_accounts", []))).toEqual([]);
  const free = { gasPrice: null, maxFeePerGas: 0, maxPriorityFeePerGas: 0 };
  const raws = [
    sign(alice, { type: 2, nonce: 0, to: bob.address, ...free }),
    sign(alice, {
      type: 1,
      nonce: 1,
      to: bob.address,
      accessList: [{ address: bob.address, storageKeys: [] }],
    }),
  ];
  expect((await chain!.mine(raws)).transactions).toEqual(hashes(raws));
});

test.each([
  ["a nonce gap", [step(alice, 0), step(alice, 2)], 1, "leaves a gap, the next is 1"],
  ["a nonce used twice", [step(alice, 0), step(alice, 0)], 1, "is used already, the next is 1"],
  [
    "too little gas to begin",
    [sign(alice, { nonce: 0, to: bob.address, gasLimit: 20_999 })],
    0,
    "below the 21000",
  ],
  [
    "gas past the block's end",
    [1, 2].map((n) => sign(alice, { nonce: n - 1, gasLimit: 20_000_000_000n })),
    1,
    "left in",
  ],
  ["a price", [sign(alice, { nonce: 0, to: bob.address, gasPrice: 1 })], 0, "nobody holds any"],
  ["another chain", [sign(alice, { nonce: 0, to: bob.address, chainId: 1 })], 0, "signed for chain 1"],
  ["an oversized transaction", [`0x${"f8".repeat(131_073)}`], 0, "at most 131072"],
  ["no hexadecimal", ["0xzz"], 0, "not hexadecimal"],
])("%s is refused by its place, and nothing is journalled", async (_, raws, index, reason) => {
  await open();
  const before = readFileSync(join(dir, "journal"));
  const refusal = chain!.mine(raws);
  await expect(refusal).rejects.toMatchObject({ name: "NotExecutable", index });
  await expect(refusal).rejects.toThrow(reason);
  expect(readFileSync(join(dir, "journal")).equals(before)).toBe(true);
  expect((await chain!.mine(steps(alice, 0, 2))).number).toBe(1);
});

test("a start finds the same blocks, receipts and state, from a dump and from genesis", async () => {
  await open();
  const mined = await mineSteps(12);
  const receipts = await ask((client) => client.call("eth_getBlockReceipts", ["0x3"]));
  await reopen();
  expect(happened("embedded.replayed")[0]!.fields).toMatchObject({ begunFrom: 12, head: 12 });
  expect(await ask((client) => client.call("eth_getBlockReceipts", ["0x3"]))).toEqual(receipts);
  mined.push(...(await mineSteps(3, 12)));
  await chain!.close();
  rmSync(join(dir, "dumps"), { recursive: true });
  await open();
  expect(happened("embedded.replayed")[0]!.fields).toMatchObject({ begunFrom: 0, head: 15 });
  expect(chain!.head().hash).toBe(mined.at(-1));
  expect(await chain!.verify()).toBe(15);
});

test("what a reverted transaction only read leaves the same blocks, whatever restarts lay between", async () => {
  const reverting = (nonce: number) => {
    const to = getCreateAddress({ from: alice.address, nonce: 0 });
    // Enough to read a slot, too little to write one.
    return sign(alice, { nonce, to, data: keccak256(`0x0${nonce}`), gasLimit: 30_000 });
  };
  const mineOne = async (raw: string) => (await chain!.mine([raw])).hash;
  await open();
  const mined = [await mineOne(step(alice, 0)), await mineOne(reverting(1))];
  await reopen();
  mined.push(await mineOne(reverting(2)), await mineOne(step(alice, 3)));
  const receipts = (await ask((client) => client.call("eth_getBlockReceipts", ["0x3"]))) as object[];
  expect(receipts).toMatchObject([{ status: "0x0" }]);
  await chain!.close();
  rmSync(join(dir, "dumps"), { recursive: true });
  await open();
  expect(happened("embedded.replayed")[0]!.fields).toMatchObject({ begunFrom: 0, head: 4 });
  expect(await chain!.verify()).toBe(4);
  expect(chain!.head().hash).toBe(mined.at(-1));
  expect(readdirSync(dir)).not.toContain("reload.json");
});

test("dumps are made between blocks, two are kept, and a damaged one is told and passed over", async () => {
  await open({ dumpEvery: 1 });
  await mineSteps(2);
  await reopen();
  await mineSteps(2, 2);
  const head = chain!.head();
  await chain!.close();
  const dumps = readdirSync(join(dir, "dumps")).filter((name) => name.endsWith(".json"));
  expect(dumps).toEqual(["0000000002.json", "0000000004.json"]);
  const newest = join(dir, "dumps", dumps[1]!);
  const bytes = readFileSync(newest);
  bytes[bytes.length >> 1]! ^= 1;
  writeFileSync(newest, bytes);
  await open();
  expect(happened("embedded.dump.damaged").map((one) => one.fields.why)).toEqual([
    "its checksum does not match",
  ]);
  expect(happened("embedded.replayed")[0]!.fields).toMatchObject({ begunFrom: 2 });
  expect(chain!.head()).toEqual(head);
  await chain!.close();
  for (const name of dumps) writeFileSync(join(dir, "dumps", name), "{");
  await open();
  expect(happened("embedded.replayed")[0]!.fields).toMatchObject({ begunFrom: 0 });
  expect(chain!.head()).toEqual(head);
});

test("a well-sealed dump of other content is not served", async () => {
  const other = mkdtempSync(join(tmpdir(), "other-"));
  const foreign = await openEmbeddedChain({ dir: other, chainId: CHAIN_ID, now: () => START });
  await foreign.mine(steps(bob, 0, 2)).finally(() => foreign.close());
  await open();
  const [hash] = await mineSteps(1);
  await chain!.close();
  for (const name of readdirSync(join(other, "dumps"))) {
    writeFileSync(join(dir, "dumps", name), readFileSync(join(other, "dumps", name)));
  }
  rmSync(other, { recursive: true });
  await open();
  expect(happened("embedded.dump.refused")).toHaveLength(1);
  expect(chain!.head().hash).toBe(hash);
});

test("a well-sealed dump whose state is not its header's is not served", async () => {
  await open();
  const [hash] = await mineSteps(1);
  await chain!.close();
  const file = join(dir, "dumps", "0000000001.json");
  const dump = JSON.parse(readFileSync(file, "utf8")) as { accounts: Record<string, { nonce: number }> };
  dump.accounts[bob.address.toLowerCase()] = { ...dump.accounts[alice.address.toLowerCase()]!, nonce: 7 };
  const bytes = Buffer.from(JSON.stringify(dump));
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  writeFileSync(file, bytes);
  writeFileSync(
    file.replace("json", "seal"),
    JSON.stringify({ number: 1, hash, bytes: bytes.length, sha256 }),
  );
  await open();
  expect(happened("embedded.dump.refused")[0]!.fields.why).toContain("state root");
  expect(happened("embedded.replayed")[0]!.fields).toMatchObject({ begunFrom: 0 });
  expect(chain!.head().hash).toBe(hash);
});

test("a journal shorter than a dump, missing, or of other hashes is an error, never served", async () => {
  await open();
  const journal = join(dir, "journal");
  await mineSteps(1);
  const short = readFileSync(journal);
  await mineSteps(1, 1);
  await chain!.close();
  const whole = readFileSync(journal);
  writeFileSync(journal, short);
  await expect(open()).rejects.toMatchObject({ name: "JournalDamaged", block: 2 });
  rmSync(journal);
  await expect(open()).rejects.toThrow("is gone");
  writeFileSync(journal, whole);
  const bytes = Buffer.from(whole);
  bytes[short.length + 40]! ^= 1;
  writeFileSync(journal, bytes);
  await expect(open()).rejects.toMatchObject({ name: "JournalDamaged", offset: short.length, block: 2 });
  writeFileSync(journal, whole);
  expect((await open()).head().number).toBe(2);
});

test("a chain begun with other values is refused with a sentence", async () => {
  await open();
  await chain!.close();
  await expect(open({ chainId: 5 })).rejects.toThrow(
    `says chainId ${CHAIN_ID}, but this program runs with 5`,
  );
  await expect(open({ gasLimit: 1_000_000n })).rejects.toThrow('gasLimit "30000000000"');
  const file = join(dir, "chain.json");
  const described = readFileSync(file, "utf8");
  const unsealed = described.replace(/,\s*"checksum": ".*"/, "");
  writeFileSync(file, unsealed.replace(/"anvil": ".*"/, '"anvil": "1.0.0"'));
  await expect(open()).rejects.toThrow('says anvil "1.0.0"');
  writeFileSync(file, described);
  await open();
});

test("a directory in use is refused, and free again after closing", async () => {
  await open();
  const first = chain!;
  await expect(open()).rejects.toThrow(`in use by process ${process.pid}`);
  chain = first;
  await mineSteps(1);
  await reopen();
});

test("a node killed between blocks is back by itself, at the same address with the same hashes", async () => {
  await open();
  const mined = await mineSteps(5);
  const { url } = chain!;
  const lost = nodePid();
  process.kill(lost, "SIGKILL");
  await expect.poll(() => happened("embedded.replayed").length, { timeout: 10_000 }).toBe(2);
  expect(chain!.url).toBe(url);
  expect(identify(lost)).toBe(null);
  expect(await chain!.verify()).toBe(5);
  expect(chain!.head().hash).toBe(mined.at(-1));
  await mineSteps(1, 5);
});

test.each(["entry-synced", "sent"] as const)(
  "a node killed in the middle of a block, at %s, comes back and the block is mined",
  async (point) => {
    let kills = 0;
    const crashAt = (reached: string) => {
      if (reached !== point || chain!.head().number !== 2 || kills++ > 0) return;
      process.kill(nodePid(), "SIGKILL");
    };
    await open({ crashAt });
    await mineSteps(2);
    const block = await chain!.mine(steps(alice, 2, 3));
    expect(kills).toBeGreaterThan(0);
    expect(happened("embedded.node.restarted")).toHaveLength(1);
    expect(block).toMatchObject({ number: 3, transactions: hashes(steps(alice, 2, 3)) });
    expect(await chain!.verify()).toBe(3);
  },
);

test("a block whose node dies again and again is journalled, and comes before the next one", async () => {
  let kills = 0;
  const crashAt = (point: string) => {
    if (point !== "sent" || kills === 3) return;
    kills++;
    process.kill(nodePid(), "SIGKILL");
  };
  await open({ crashAt });
  await expect(chain!.mine([step(alice, 0)])).rejects.toMatchObject({ name: "RpcUnreachable" });
  expect([kills, chain!.head().number, chain!.halted]).toEqual([3, 0, null]);
  expect(await chain!.mine([step(alice, 1)])).toMatchObject({
    number: 2,
    transactions: hashes([step(alice, 1)]),
  });
  expect(await chain!.verify()).toBe(2);
});

test("what others put into the node's pool does not enter a block", async () => {
  await open();
  await ask((client) => client.call("eth_sendRawTransaction", [step(bob, 0)]));
  const block = await chain!.mine([step(alice, 0)]);
  expect(block.transactions).toEqual(hashes([step(alice, 0)]));
});

/** What anyone on this machine can do to the node, at once. */
function meddle(method: string, ...params: unknown[]): void {
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
  const script = `const [url, body] = process.argv.slice(1);
    const headers = { "content-type": "application/json" };
    fetch(url, { method: "POST", headers, body }).then((answer) => answer.text()).then(console.log)`;
  const answer = execFileSync(process.execPath, ["-e", script, chain!.url, body], { encoding: "utf8" });
  expect(JSON.parse(answer)).toHaveProperty("result");
}

test("a block that differs from its entry halts mining until a restart, which mines it as written", async () => {
  await open({ crashAt: (point) => point === "sent" && meddle("eth_sendRawTransaction", step(bob, 0)) });
  await expect(chain!.mine([step(alice, 0)])).rejects.toMatchObject({ name: "HaltedError" });
  expect(chain!.halted).toContain(hashes([step(bob, 0)])[0]);
  await expect(chain!.mine([step(alice, 0)])).rejects.toThrow("has halted");
  expect(chain!.head().number).toBe(0);
  await reopen();
  expect(happened("embedded.pending.replayed")).toHaveLength(1);
  expect(chain!.head().number).toBe(1);
  expect((await chain!.mine([step(alice, 1)])).number).toBe(2);
});

test("a node that was meddled with so that it refuses an entry is replaced, and the entry is mined", async () => {
  await open({
    crashAt: (point) => point === "entry-synced" && meddle("anvil_setNonce", alice.address, "0x9"),
  });
  expect(await chain!.mine([step(alice, 0)])).toMatchObject({
    number: 1,
    transactions: hashes([step(alice, 0)]),
  });
  expect(happened("embedded.node.restarted")).toHaveLength(1);
  await reopen();
  expect(chain!.head().number).toBe(1);
});

async function journalEntry(raw: string): Promise<void> {
  await chain!.close();
  const journal = await Journal.open(join(dir, "journal"), () => undefined);
  await journal.appendEntry({ number: 2, timestamp: START, raws: [fromHex(raw)] });
  await journal.close();
}

test("an entry that no node takes is void, and the next block has its number", async () => {
  await open();
  await mineSteps(1);
  await journalEntry("0x00");
  await open();
  expect(happened("embedded.pending.void")).toHaveLength(1);
  expect(chain!.head().number).toBe(1);
  expect(await chain!.mine([step(alice, 1)])).toMatchObject({ number: 2 });
  await reopen();
  expect(happened("embedded.pending.replayed")).toHaveLength(0);
  expect(await chain!.verify()).toBe(2);
});

test("an entry that cannot become its block is not served, and leaves no process behind", async () => {
  await open();
  await mineSteps(1);
  await journalEntry(step(alice, 5));
  await expect(open()).rejects.toMatchObject({ name: "HaltedError" });
  expect(readdirSync(dir)).not.toContain("node.json");
  expect(readdirSync(dir)).not.toContain("lock");
});

test("several batches of 1,000 versions' gas fit one block, and many small transactions too", async () => {
  await open();
  const raws = Array.from({ length: 300 }, (_, nonce) =>
    sign(alice, { nonce, to: bob.address, gasLimit: 90_000_000 }),
  );
  expect((await chain!.mine(raws)).transactions).toHaveLength(300);
});

test("a stopped clock stops mining, not reading", async () => {
  let wall = START;
  await open({ now: () => wall, monotonic: () => 0 });
  const [hash] = await mineSteps(1);
  wall += 601;
  expect(chain!.clockProblem).toContain("--accept-clock");
  await expect(chain!.mine([step(alice, 1)])).rejects.toMatchObject({ name: "ClockStepped", kind: "step" });
  expect(await ask((client) => client.call("eth_getBlockByNumber", ["0x1", false]))).toMatchObject({ hash });
  await reopen({ now: () => wall });
  await expect(chain!.mine([step(alice, 1)])).rejects.toMatchObject({ kind: "step" });
  await reopen({ now: () => wall, acceptClock: true });
  expect((await chain!.mine([step(alice, 1)])).timestamp).toBe(wall);
  wall += 31 * 86_400;
  // As after a boot: nothing says how long it was.
  await reopen({ now: () => wall, monotonic: () => 0 });
  await expect(chain!.mine([step(alice, 2)])).rejects.toMatchObject({ kind: "idle" });
});
