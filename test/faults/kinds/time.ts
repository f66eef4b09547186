import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { endOrphan } from "../../../src/chain/embedded/orphan.ts";
import { keccakText } from "../../../src/core/hash.ts";
import { check } from "../check.ts";
import { type FaultKind, type FaultRun } from "../kind.ts";
import { furnish, type Reply, ServedProcess, until } from "../served.ts";

const HOUR = 3_600_000;
const YEAR = 365 * 24 * HOUR;
/** As libfaketime writes them, and in milliseconds. */
const jumps: Readonly<Record<string, number>> = {
  "+1h": HOUR,
  "-1h": -HOUR,
  "+10y": 10 * YEAR,
  "-10y": -10 * YEAR,
};

function library(): string {
  const files = execFileSync("dpkg", ["-L", "libfaketime"], { encoding: "utf8" }).split("\n");
  const found = files.find((file) => file.endsWith("libfaketimeMT.so.1"));
  assert.ok(found, "the package libfaketime holds no library for threads");
  return found;
}

/** A gateway whose clock can be set, and what a client knows of it. */
class Clockwork {
  readonly folder = mkdtempSync(join(tmpdir(), "suyuan-time-"));
  readonly #file = join(this.folder, "faketime");
  readonly #run: FaultRun;
  readonly #keys: { key: string; body: unknown; operation: string }[] = [];
  g!: ServedProcess;
  #n = 0;
  /** Secrets of API keys: one for years, one for a day, and one that is over. */
  #lasting = "";
  #short = "";
  #over = "";

  constructor(run: FaultRun) {
    this.#run = run;
  }

  async start(jump: string, more: object = {}): Promise<void> {
    writeFileSync(this.#file, jump);
    const environment = {
      LD_PRELOAD: library(),
      FAKETIME_TIMESTAMP_FILE: this.#file,
      FAKETIME_NO_CACHE: "1",
      FAKETIME_DONT_FAKE_MONOTONIC: "1",
    };
    this.g = new ServedProcess({ data: join(this.folder, "data"), ...more }, environment);
    await this.g.ready();
  }

  /** Milliseconds by which the gateway's own clock differs from this machine's. */
  get offset(): number {
    return this.g.clocks.wall - Date.now();
  }

  /** Sets the clock, and waits until the gateway says that it sees another time. */
  async set(jump: string): Promise<void> {
    writeFileSync(this.#file, jump);
    await this.isAt(jump);
  }

  async isAt(jump: string): Promise<void> {
    const wanted = jumps[jump] ?? 0;
    // Ten of libfaketime's years are a few days more or less than ten of 365.
    const isThere = () => Math.abs(this.offset - wanted) < HOUR / 2 + Math.abs(wanted) / 500;
    await until(isThere, () => `a clock at ${jump}; it is off by ${this.offset} ms`);
  }

  publish(): Promise<Reply> {
    const key = `time-${this.#n++}`;
    const content = { sha256: keccakText(key), sm3: keccakText(`sm3 ${key}`), size: 1 };
    const body = { dataset: "alpha/open", content, parents: [] };
    return this.g.act("publish-version", "alpha", body, key).then((reply) => {
      assert.equal(reply.status, 202, JSON.stringify(reply.body));
      this.#keys.push({ key, body, operation: reply.body.operations[0].id });
      return reply;
    });
  }

  async final(operation: string): Promise<void> {
    const isFinal = async () => (await this.g.ask(`/v1/operations/${operation}`)).body.state === "final";
    await until(isFinal, () => `the end of ${operation}; ${this.g.told()}`);
  }

  async makeKeys(): Promise<void> {
    const make = async (ms: number) => {
      const expires = new Date(Date.now() + ms).toISOString();
      const body = { label: `for ${ms}`, scopes: ["read"], officers: [], expires };
      const reply = await this.g.ask("/v1/access-keys", { body });
      assert.equal(reply.status, 201, JSON.stringify(reply.body));
      return reply.body.secret as string;
    };
    [this.#lasting, this.#short, this.#over] = [
      await make(20 * YEAR),
      await make(24 * HOUR),
      await make(2_000),
    ];
    await until(
      async () => (await this.#asks(this.#over)) === 401,
      () => "the end of a key of two seconds",
    );
  }

  async #asks(secret: string): Promise<number> {
    return (await this.g.ask("/v1/status", { headers: { authorization: `Bearer ${secret}` } })).status;
  }

  async #head(): Promise<number> {
    return (await this.g.ask("/v1/status")).body.head.number as number;
  }

  /** What has to hold while the clock is wrong: it waits, reads, forgets nothing, and no deadline passes. */
  async holds(jump: string): Promise<string> {
    const { g } = this;
    const isTold = async () => (await g.ask("/readyz")).status === 503;
    await until(isTold, () => "readiness that notices");
    const ready = JSON.stringify((await g.ask("/readyz")).body);
    assert.match(ready, /the clock reads/, ready);
    assert.doesNotMatch(ready, /oldest operation/, ready);
    const head = await this.#head();
    const waiting = (await this.publish()).body.operations[0].id as string;
    await wait(1_200);
    const { body } = await g.ask(`/v1/operations/${waiting}`);
    assert.ok(body.state !== "final" && body.state !== "refused", `${jump}: ${JSON.stringify(body)}`);
    assert.equal(await this.#head(), head, "a block was made by a clock that is wrong");
    await this.remembers();
    assert.equal(await this.#asks(this.#lasting), 200);
    assert.equal(await this.#asks(this.#short), 200, "a key of one day lapsed by a jump");
    assert.equal(await this.#asks(this.#over), 401, "a key that is over came back by a jump");
    return waiting;
  }

  /** Every request repeated under its key is the same operation; the key with another body is refused. */
  async remembers(): Promise<void> {
    for (const { key, body, operation } of this.#keys) {
      const again = await this.g.act("publish-version", "alpha", body, key);
      assert.equal(again.body.operations?.[0].id, operation, `${key}: ${JSON.stringify(again.body)}`);
      const other = await this.g.act(
        "publish-version",
        "alpha",
        { ...(body as object), parents: ["alpha/open@1"] },
        key,
      );
      assert.equal(other.body.code, "OUTBOX_KEY_REUSED");
    }
  }

  async recovers(waiting: string): Promise<void> {
    await this.final(waiting);
    await until(
      async () => (await this.g.ask("/readyz")).status === 200,
      () => "readiness that recovers",
    );
    const { body } = await this.g.ask("/v1/status");
    const off = Math.abs(Date.parse(body.head.time) - Date.now());
    assert.ok(off < HOUR / 2, `the last block's time is off by ${off} ms: ${JSON.stringify(body.head)}`);
  }

  fired(what: string): void {
    this.#run.fired(what);
  }

  async remove(): Promise<void> {
    await this.g.end("SIGKILL");
    await endOrphan(join(this.folder, "data", "chain", "node.json"));
    rmSync(this.folder, { recursive: true, force: true });
  }
}

async function once(run: FaultRun): Promise<void> {
  const c = new Clockwork(run);
  try {
    await c.start("+0");
    await furnish(c.g);
    await c.makeKeys();
    await c.final((await c.publish()).body.operations[0].id as string);
    const order = Object.keys(jumps).sort(() => run.random.next() - 0.5);
    for (const jump of order) {
      await c.set(jump);
      const waiting = await c.holds(jump);
      c.fired(`${jump} while it runs`);
      await c.set("+0");
      await c.recovers(waiting);
    }
    for (const jump of run.short ? order.slice(0, 2) : order) {
      await c.g.end(run.random.chance(0.5) ? "SIGTERM" : "SIGKILL");
      await c.start(jump);
      await c.isAt(jump);
      const waiting = await c.holds(jump);
      c.fired(`${jump} between two runs`);
      await c.set("+0");
      await c.recovers(waiting);
    }
    await acceptedByFlag(c);
    await c.g.end();
    run.say(`seed ${run.seed}: ${order.join(" ")}, ${JSON.stringify(await check(c.folder, run.seed))}`);
  } finally {
    await c.remove();
  }
}

/** A clock that was set back for good: nothing more is done until a person says so, and then everything. */
async function acceptedByFlag(c: Clockwork): Promise<void> {
  await c.set("-1h");
  const waiting = await c.holds("-1h");
  await c.g.end("SIGKILL");
  await c.start("-1h", { acceptClock: true });
  await c.isAt("-1h");
  await c.final(waiting);
  await c.remembers();
  c.fired("-1h, accepted by the flag");
  await c.g.end();
  await c.start("+0", { acceptClock: true });
}

export const time: FaultKind = {
  name: "time",
  about:
    "the system clock jumps by an hour and by ten years, both ways, while the gateway runs and between runs",
  needs: { faketime: "faketime" },
  weight: 1,
  async run(run) {
    do await once(run);
    while (run.goOn());
  },
};
