import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { promisify } from "node:util";
import { endOrphan } from "../../../src/chain/embedded/orphan.ts";
import { defaults } from "../../../src/config.ts";
import { keccakText } from "../../../src/core/hash.ts";
import { check } from "../check.ts";
import { type FaultKind, type FaultRun } from "../kind.ts";
import { furnish, PATIENCE_MS, ServedProcess } from "../served.ts";

const LOADER = join(import.meta.dirname, "..", "loader.ts");
const HEAP_MB = 400;
/** Small, so that they are reached; memory under them is what is measured. */
const limits = { ...defaults.limits, operations: 4_000, ofKey: 2_000, journalBytes: 2 * 1024 * 1024 };

interface Loaded {
  counts: Record<string, number>;
  sent: number;
  unfit: number;
  seconds: number;
}

class Load {
  readonly folder = mkdtempSync(join(tmpdir(), "suyuan-load-"));
  readonly g: ServedProcess;
  readonly health: number[] = [];
  readonly quiet: { ms: number; alphaWaits: number }[] = [];
  readonly peak = { rss: 0, heapUsed: 0, journal: 0, operations: 0 };
  #files = 0;
  #on = true;

  constructor() {
    const config = { data: join(this.folder, "data"), limits };
    this.g = new ServedProcess(config, {}, [`--max-old-space-size=${HEAP_MB}`]);
  }

  /** One client process. */
  async client(told: {
    as: string;
    rate: number;
    connections: number;
    items: number;
    seconds: number;
  }): Promise<Loaded> {
    const n = this.#files++;
    const { url, secret } = this.g;
    const notes = join(this.folder, `accepted-${n}`);
    const text = JSON.stringify({ ...told, url, secret, name: `client-${n}`, notes });
    const { stdout } = await promisify(execFile)(process.execPath, [LOADER, text]);
    return JSON.parse(stdout) as Loaded;
  }

  accepted(): string[] {
    const files = Array.from({ length: this.#files }, (_, n) => join(this.folder, `accepted-${n}`));
    return files
      .filter((file) => existsSync(file))
      .flatMap((file) => readFileSync(file, "utf8").split(/\s+/).filter(Boolean));
  }

  /** Health as a supervisor sees it from outside. */
  async watch(): Promise<void> {
    for (let i = 0; this.#on; i++) {
      const began = performance.now();
      const { status } = await this.g.ask(i % 2 === 0 ? "/livez" : "/readyz");
      this.health.push(performance.now() - began);
      assert.ok(status === 200 || status === 503);
      const { memory, journal, outbox } = this.g;
      const now = { ...memory, journal, operations: outbox.operations };
      for (const [name, value] of Object.entries(now) as [keyof typeof now, number][])
        this.peak[name] = Math.max(this.peak[name], value);
      await wait(20);
    }
  }

  /** Another department that acts now and then, one act after the other. */
  async act(): Promise<void> {
    for (let n = 0; this.#on; n++) {
      const sha256 = keccakText(`quiet ${n}`);
      const body = { dataset: "beta/open", content: { sha256, sm3: sha256, size: n }, parents: [] };
      const began = performance.now();
      const reply = await this.g.act("publish-version", "beta", body, `quiet-${n}`, "&wait=final&timeout=60");
      assert.equal(reply.status, 200, `the quiet department was refused: ${JSON.stringify(reply.body)}`);
      this.quiet.push({ ms: performance.now() - began, alphaWaits: this.g.outbox.operations });
      await wait(200);
    }
  }

  stop(): void {
    this.#on = false;
  }

  async remove(): Promise<void> {
    await this.g.end("SIGKILL");
    await endOrphan(join(this.folder, "data", "chain", "node.json"));
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function added(all: Loaded[]): Loaded {
  const sum: Loaded = { counts: {}, sent: 0, unfit: 0, seconds: 0 };
  for (const { counts, sent, unfit, seconds } of all) {
    for (const [what, n] of Object.entries(counts)) sum.counts[what] = (sum.counts[what] ?? 0) + n;
    sum.sent += sent;
    sum.unfit += unfit;
    sum.seconds = Math.max(sum.seconds, seconds);
  }
  return sum;
}

const at = (list: number[], share: number) =>
  [...list].sort((a, b) => a - b)[Math.floor((list.length - 1) * share)] ?? 0;
const figures = (list: number[]) =>
  `p50 ${at(list, 0.5).toFixed(1)}, p99 ${at(list, 0.99).toFixed(1)}, worst ${at(list, 1).toFixed(1)} ms of ${list.length}`;

async function emptied(g: ServedProcess): Promise<void> {
  let last = Infinity;
  let since = performance.now();
  for (;;) {
    await wait(500);
    const left = g.outbox.operations;
    if (left === 0) return;
    if (left < last) [last, since] = [left, performance.now()];
    assert.ok(performance.now() - since < PATIENCE_MS, `${left} operations do not get done; ${g.told()}`);
  }
}

async function once(run: FaultRun): Promise<void> {
  const [calm, storm] = run.short ? [2, 10] : [10, 120];
  const load = new Load();
  const { g } = load;
  try {
    await g.ready();
    await furnish(g);
    const measured = added(
      await Promise.all(
        ["alpha", "alpha"].map((as) => load.client({ as, rate: 0, connections: 8, items: 5, seconds: calm })),
      ),
    );
    const capacity = (measured.counts["202"] ?? 0) / measured.seconds;
    assert.ok(capacity > 1, `nothing was accepted: ${JSON.stringify(measured)}`);
    await emptied(g);
    const watched = [load.watch(), load.act()];
    const rate = (4 * capacity) / 3;
    const told = { as: "alpha", rate, connections: 800, items: 5, seconds: storm };
    const over = added(await Promise.all([load.client(told), load.client(told), load.client(told)]));
    load.stop();
    await Promise.all(watched);
    await emptied(g);
    judge(run, load, over, capacity);
    await allDone(load);
    await g.end();
    run.say(JSON.stringify(await check(load.folder, run.seed)));
  } finally {
    await load.remove();
  }
}

function judge(run: FaultRun, load: Load, over: Loaded, capacity: number): void {
  const { peak, quiet, health } = load;
  const shed = Object.entries(over.counts).filter(([what]) => what.startsWith("503"));
  const turnedAway = shed.reduce((sum, [, n]) => sum + n, 0);
  const mb = (bytes: number) => (bytes / 2 ** 20).toFixed(0);
  run.say(
    `capacity ${capacity.toFixed(0)} requests/s of 5; asked ${(over.sent / over.seconds).toFixed(0)}/s for ${over.seconds.toFixed(0)} s`,
  );
  run.say(`answers ${JSON.stringify(over.counts)}`);
  run.say(
    `memory at most ${mb(peak.rss)} MB, heap ${mb(peak.heapUsed)} MB; ${peak.operations} operations open, journal ${mb(peak.journal)} MB`,
  );
  run.say(`health ${figures(health)}`);
  run.say(`the quiet department's acts, final: ${figures(quiet.map((q) => q.ms))}`);
  assert.ok(turnedAway > 0, `nothing was turned away: ${JSON.stringify(over.counts)}`);
  assert.equal(over.unfit, 0, "a 503 without Retry-After or without its problem");
  const others = Object.keys(over.counts).filter((what) => what !== "202" && !what.startsWith("503 "));
  assert.deepEqual(others, [], JSON.stringify(over.counts));
  assert.ok(peak.operations <= limits.operations, `${peak.operations} operations were open`);
  assert.ok(peak.rss < 3 * HEAP_MB * 2 ** 20, `${mb(peak.rss)} MB were used`);
  assert.ok(peak.journal < 64 * 2 ** 20, `the journal grew to ${mb(peak.journal)} MB`);
  // Done while the other department's backlog was still there: it did not queue behind it.
  const overtaking = quiet.filter((q) => q.alphaWaits > 100).length;
  assert.ok(overtaking > 0, `the quiet department's acts: ${JSON.stringify(quiet.slice(0, 20))}`);
  run.fired("request turned away by overload", turnedAway);
  run.fired("quiet department's act done while another's backlog waited", overtaking);
}

/** Every operation that was acknowledged is final. */
async function allDone(load: Load): Promise<void> {
  const states = new Map<string, string>();
  let cursor = "";
  do {
    const { body } = await load.g.ask(`/v1/operations?limit=500${cursor}`);
    for (const o of body.items) states.set(o.id, o.state);
    cursor = body.next ? `&cursor=${body.next}` : "";
  } while (cursor !== "");
  for (const id of load.accepted())
    assert.equal(states.get(id), "final", `the accepted operation ${id} is ${states.get(id)}`);
}

export const load: FaultKind = {
  name: "load",
  about:
    "four times as many acts as it can take, from several processes, while another department acts in between",
  needs: {},
  weight: 2,
  async run(run) {
    do await once(run);
    while (run.goOn());
  },
};
