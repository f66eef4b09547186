import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { keccakText } from "../../../src/core/hash.ts";
import { endOrphan } from "../../../src/chain/embedded/orphan.ts";
import { type FaultKind, type FaultRun } from "../kind.ts";
import { furnish, type Reply, ServedProcess } from "../served.ts";
import { failover } from "./failover.ts";

const AT_ONCE = 1_000;
const name = { zh: "名", en: "name" };

const content = (text: string) => ({ sha256: keccakText(text), sm3: keccakText(`sm3 ${text}`), size: 1 });

/** How often each status came, and every operation that was named. */
function sum(replies: Reply[]): { statuses: Map<string, number>; operations: Set<string> } {
  const statuses = new Map<string, number>();
  const operations = new Set<string>();
  for (const { status, body } of replies) {
    const what = status < 300 ? String(status) : `${status} ${body.code}`;
    statuses.set(what, (statuses.get(what) ?? 0) + 1);
    for (const o of body.operations ?? []) operations.add(o.id);
  }
  return { statuses, operations };
}

/** With a client's key: everybody gets the one operation, whenever they come; another body is refused. */
async function sameKey(g: ServedProcess, { fired }: FaultRun, round: number): Promise<void> {
  const body = { dataset: "alpha/open", content: content(`same ${round}`), parents: [] };
  const ask = () => g.act("publish-version", "alpha", body, `storm-${round}`);
  const { statuses, operations } = sum(await Promise.all(Array.from({ length: AT_ONCE }, ask)));
  assert.deepEqual([...statuses], [["202", AT_ONCE]]);
  assert.equal(operations.size, 1, `one request made the operations ${[...operations].join(", ")}`);
  const other = await g.act(
    "publish-version",
    "alpha",
    { ...body, parents: ["alpha/open@1"] },
    `storm-${round}`,
  );
  assert.equal(`${other.status} ${other.body.code}`, "409 OUTBOX_KEY_REUSED");
  fired("identical requests under one key", AT_ONCE);
}

/** Without a key: those who come while it is open join it; those who come after are told that it is there. */
async function noKey(g: ServedProcess, { fired }: FaultRun, round: number): Promise<void> {
  const before = await factsOf(g);
  const body = { code: `storm-${round}`, domain: "weather", name, sharing: "conditional" };
  const ask = () => g.act("register-dataset", "alpha", body);
  const { statuses, operations } = sum(await Promise.all(Array.from({ length: AT_ONCE }, ask)));
  for (const what of statuses.keys()) assert.match(what, /^(202|409 LEDGER_SUBJECT_EXISTS)$/);
  assert.equal(operations.size, 1, `one action made the operations ${[...operations].join(", ")}`);
  const last = await g.ask(`/v1/operations/${[...operations][0]}?wait=final&timeout=60`);
  assert.equal(last.body.state, "final", JSON.stringify(last.body));
  assert.equal((await factsOf(g)) - before, 1, "one action left more than one fact");
  fired("identical requests without a key", AT_ONCE);
}

async function factsOf(g: ServedProcess): Promise<number> {
  const { body } = await g.ask("/v1/status");
  return Number(body.facts);
}

/** A data directory of its own beside another gateway's keys. */
function stranger(folder: string): string {
  const data = join(folder, "stranger");
  mkdirSync(data, { recursive: true });
  const description = { format: 1, id: "5".repeat(32), city: "sample", founded: null };
  writeFileSync(join(data, "suyuan.json"), JSON.stringify(description));
  return data;
}

async function seconds(g: ServedProcess, folder: string, { fired }: FaultRun): Promise<void> {
  const same = new ServedProcess({ data: g.data });
  assert.equal(await same.refusal(), "DATA_DIRECTORY_BUSY");
  fired("second gateway on the data directory");

  for (const share of ["linked folder", "copied folder", "linked files"]) {
    const data = stranger(folder);
    const [keys, theirs] = [join(g.data, "keys"), join(data, "keys")];
    if (share === "linked folder") symlinkSync(keys, theirs);
    else if (share === "copied folder") cpSync(keys, theirs, { recursive: true });
    else {
      mkdirSync(theirs);
      for (const file of ["alpha.json", "passphrase"]) symlinkSync(join(keys, file), join(theirs, file));
    }
    const second = new ServedProcess({ data });
    assert.equal(await second.refusal(), "OUTBOX_LEASE_TAKEN", share);
    rmSync(data, { recursive: true });
    fired(`second gateway on the keys, by a ${share}`);
  }
}

async function once(run: FaultRun, round: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "suyuan-concurrency-"));
  const g = new ServedProcess({ data: join(folder, "data") });
  try {
    await g.ready();
    await furnish(g);
    for (let i = 0; i < (run.short ? 1 : 5); i++) {
      await sameKey(g, run, round * 100 + i);
      await noKey(g, run, round * 100 + i);
    }
    await seconds(g, folder, run);
  } finally {
    await g.end();
    await endOrphan(join(g.data, "chain", "node.json"));
    rmSync(folder, { recursive: true, force: true });
  }
  run.say(`${run.short ? 1 : 5} storms passed`);
  await failover(run);
}

export const concurrency: FaultKind = {
  name: "concurrency",
  about:
    "a thousand identical requests at once, second gateways, and one that wakes up after its lease was taken",
  needs: {},
  weight: 2,
  async run(run) {
    let round = 0;
    do await once(run, round++);
    while (run.goOn());
  },
};
