import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { type HeaderLine } from "../../src/proof/lines.ts";
import { outcomes, type Outcome } from "../../src/proof/outcome.ts";
import { verifyBundle } from "../../src/proof/stream.ts";
import { type Conclusion } from "../../src/proof/verify.ts";
import { Random, seedFrom } from "../faults/random.ts";
import { afterFile, temporaryFolder } from "../support/folder.ts";
import { badGrounds } from "./badGrounds.ts";
import { onOddTrie } from "./oddTries.ts";
import { type Base, bases, regrounded } from "./bases.ts";
import { bytesOfDraft, type Draft, draftOf, type Loose } from "./draft.ts";
import { type Mutation, ofGrounds, ofHistory, structural } from "./mutations.ts";
import { hasPython, PythonVerifier, verifierFolder } from "./python.ts";
import { ofAuditor, ofBytes } from "./rawMutations.ts";
import { reproved } from "./reproved.ts";
import { readTrust } from "../../src/proof/trust.ts";
import { sampleEvidence } from "./sample.ts";

const COUNT = Number(process.env["SUYUAN_BUNDLES"] ?? 300);
/** One case of a run, to see it again. */
const ONLY = process.env["SUYUAN_CASE"];
const HISTORIES = Object.entries(ofHistory);
const MUTATIONS = Object.entries({ ...structural, ...ofGrounds, ...ofHistory, ...ofBytes, ...ofAuditor });
const seed = seedFrom();

if (!hasPython) console.warn("python3 is not here: the second verifier is not compared");

describe.skipIf(!hasPython)("the second verifier, in Python", () => {
  const after = afterFile();
  const e = sampleEvidence(after);
  let all: Base[] = [];
  let python: PythonVerifier;
  let folder: string;

  beforeAll(async () => {
    all = await bases(e);
    python = new PythonVerifier(after);
    folder = temporaryFolder(after);
  });

  /** Both answers, without what is said in words. */
  async function both(bundle: Buffer, { trust, files }: Pick<Draft, "trust" | "files">, random: Random) {
    const [at, believed] = [join(folder, "case.bundle"), join(folder, "trust.json")];
    writeFileSync(at, bundle);
    writeFileSync(believed, JSON.stringify(trust));
    const own = await verifyBundle(pieces(bundle, random), JSON.parse(JSON.stringify(trust)), files);
    return { own: essence(own), other: essence(await python.verify(at, believed, files)) };
  }

  test("says of every good bundle what the first says", async () => {
    for (const base of all) {
      const draft = draftOf(base.lines, base.trust, base.files);
      const { own, other } = await both(bytesOfDraft(draft), draft, new Random(1));
      expect(other, base.name).toEqual(own);
      expect(outcomes[own.outcome].exit, `${base.name}: ${own.outcome}`).toBeLessThan(20);
    }
  });

  test("and of each of the grounds that must not carry", async () => {
    for (const [why, outcome, { lines, believe }] of badGrounds(all[0]!.lines)) {
      const draft = draftOf(lines, { ...all[0]!.trust, believe }, []);
      const { own, other } = await both(bytesOfDraft(draft), draft, new Random(1));
      expect(own.outcome, why).toBe(outcome);
      expect(other, why).toEqual(own);
    }
  });

  test(`and of ${COUNT} mutated ones`, { timeout: 60_000 + COUNT * 1_000 }, async () => {
    const fired = new Map(MUTATIONS.map(([name]) => [name, 0]));
    const seen = new Map<Outcome, number>();
    const disagreements: unknown[] = [];
    for (let i = ONLY ? Number(ONLY) : 0; i < (ONLY ? Number(ONLY) + 1 : COUNT); i++) {
      const random = new Random(seed * 1_000_003 + i);
      const { draft, bytes, story, names } = await mutant(all, i, random);
      for (const name of names) fired.set(name, fired.get(name)! + 1);
      const { own, other } = await both(bytes, draft, random);
      seen.set(own.outcome, (seen.get(own.outcome) ?? 0) + 1);
      if (ONLY) console.log(story, own, other, bytes.toString("latin1").slice(0, 3_000));
      if (!isSame(own, other)) disagreements.push({ case: i, story, own, other });
    }
    console.log(`seed ${seed}, ${COUNT} bundles: ${[...seen].map(([o, n]) => `${n} ${o}`).join(", ")}`);
    expect(disagreements.slice(0, 20), `SUYUAN_SEED=${seed}, SUYUAN_CASE=<case> shows one`).toEqual([]);
    if (ONLY) return;
    expect(MUTATIONS.map(([name]) => name).filter((name) => fired.get(name) === 0)).toEqual([]);
    if (COUNT < 2_000) return;
    const reached: Outcome[] = Object.keys(outcomes) as Outcome[];
    expect([...seen.keys()].sort()).toEqual(reached.sort());
  });

  test("is a program with the outcomes' exit codes, and no traceback whatever it is given", () => {
    const [good, bad, nonsense] = ["good", "bad", "nonsense"].map((name) => join(folder, name));
    const trust = join(folder, "trust.json");
    const draft = draftOf(all[0]!.lines, all[0]!.trust, []);
    writeFileSync(trust, JSON.stringify(draft.trust));
    writeFileSync(good!, bytesOfDraft(draft));
    writeFileSync(bad!, bytesOfDraft({ ...draft, lines: draft.lines.filter(({ is }) => is !== "fact") }));
    writeFileSync(nonsense!, Buffer.from(Array.from({ length: 50_000 }, (_, i) => (i * 7) & 255)));
    const run = (...args: string[]) =>
      spawnSync("python3", ["-B", join(verifierFolder, "verify.py"), ...args]);
    expect(run(good!, "--trust", trust)).toMatchObject({ status: 0 });
    expect(run(good!, "--trust", trust, nonsense!)).toMatchObject({ status: 23 });
    expect(run(bad!, "--trust", trust)).toMatchObject({ status: 20 });
    expect(run(nonsense!, "--trust", trust, "--json")).toMatchObject({ status: 21 });
    expect(run(good!, "--trust", nonsense!)).toMatchObject({ status: 2 });
    expect(run(join(folder, "none"), "--trust", trust)).toMatchObject({ status: 2 });
    expect(run(good!)).toMatchObject({ status: 2 });
    const { stdout, stderr } = run(good!, "--trust", trust, "--json");
    expect(JSON.parse(stdout.toString())).toMatchObject({ outcome: "current", about: { facts: 3 } });
    expect(stderr.toString() + run(nonsense!, "--trust", nonsense!).stderr.toString()).not.toContain(
      "Traceback",
    );
  });
});

/** Sometimes of another history than the sample's, with proofs that fit. */
async function baseFor(all: readonly Base[], random: Random): Promise<Base> {
  const base = all[random.below(random.chance(0.02) ? all.length : all.length - 1)]!;
  const nothing = all.find(({ name }) => name === "nothing on a pinned block")!;
  if (random.chance(0.1)) {
    const lines = onOddTrie(nothing.lines, readTrust(nothing.trust), random);
    return regrounded(nothing, lines, random);
  }
  if (random.chance(0.6) || base.lines.length > 100) return base;
  const others = all.map(({ lines }) => lines as unknown as Loose[]);
  const header = all[0]!.lines.find((line): line is HeaderLine => line.is === "header")!;
  const draft = draftOf(base.lines, base.trust, base.files);
  for (let n = 1 + random.below(3); n > 0; n--) changes(random.pick(HISTORIES)[1], draft, random, others);
  const lines = await reproved(draft.lines, header, readTrust(draft.trust), random);
  return lines ? regrounded(base, lines, random) : base;
}

/** The i-th bundle: every mutation in its turn, sometimes two, sometimes none. */
async function mutant(all: readonly Base[], i: number, random: Random) {
  const others = all.map(({ lines }) => lines as unknown as Loose[]);
  const [first] = [MUTATIONS[i % MUTATIONS.length]!];
  for (let tries = 0; ; tries++) {
    const base = await baseFor(all, random);
    const draft = draftOf(base.lines, base.trust, base.files);
    const before = textOf(draft);
    const asIs = { draft, bytes: bytesOfDraft(draft), names: [], story: [base.name] };
    const isLater = i >= MUTATIONS.length && tries === 0;
    if (isLater && base.name.includes("another history") && random.chance(0.7)) return asIs;
    const names = [first, ...(random.chance(0.3) ? [random.pick(MUTATIONS)] : [])]
      .filter(([, mutation]) => changes(mutation, draft, random, others))
      .map(([name]) => name);
    const bytes = bytesOfDraft(draft);
    const isChanged = names[0] === first[0] && before !== textOf(draft, bytes);
    if (isChanged || tries > 40)
      return { draft, bytes, names: isChanged ? names : [], story: [base.name, ...names] };
  }
}

function textOf(draft: Draft, bytes = bytesOfDraft(draft)): string {
  return bytes.toString("latin1") + JSON.stringify([draft.trust, draft.files]);
}

/** A mutation that finds nothing of its kind, or what another one already broke, changes nothing. */
function changes(mutation: Mutation, draft: Draft, random: Random, others: readonly Loose[][]): boolean {
  try {
    mutation(draft, random, others);
    return true;
  } catch {
    return false;
  }
}

/** Bytes as they may come from a disk. */
async function* pieces(bytes: Buffer, random: Random): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length;) {
    const to = from + 1 + random.below(random.pick([10, 5_000, 100_000]));
    yield bytes.subarray(from, to);
    from = to;
    await Promise.resolve();
  }
}

function essence({ outcome, line, about }: Conclusion) {
  return { outcome, line, about: about && { ...about, restsOn: about.restsOn.map(({ kind }) => kind) } };
}

function isSame(a: unknown, b: unknown): boolean {
  const sorted = (value: unknown) =>
    JSON.stringify(value, (_, v: unknown) =>
      v !== null && typeof v === "object" && !Array.isArray(v)
        ? Object.fromEntries(Object.entries(v).sort())
        : v,
    );
  return sorted(a) === sorted(b);
}
