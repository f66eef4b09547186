import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

/**
 * Proves that the suite notices: each patch here puts one bug into a copy of the last commit, and at least
 * one test has to fail on it. A patch begins with a sentence on the bug, and may name where to look first:
 * `look: src/ops/lease.test.ts, kind chain`. A bug whose harm depends on timing gets several tries, each
 * with another seed.
 */
const ROOT = join(import.meta.dirname, "..", "..", "..");
const TESTS = ["rebuild", "crash", "reorg"].map((name) => `test/integration/${name}.test.ts`);
const { values, positionals } = parseArgs({
  options: { tries: { type: "string", default: "4" } },
  allowPositionals: true,
});

function copyOfHead(): string {
  const folder = mkdtempSync(join(tmpdir(), "suyuan-broken-"));
  const archive = execFileSync("git", ["archive", "HEAD"], { cwd: ROOT, maxBuffer: 2 ** 30 });
  execFileSync("tar", ["-x", "-C", folder], { input: archive });
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
  return folder;
}

interface Report {
  testResults: {
    name: string;
    assertionResults: { status: string; fullName: string; failureMessages: string[] }[];
    status: string;
  }[];
}

/** The tests that failed in one run. */
function failures(folder: string, test: string, seed: number): string[] {
  const vitest = join(ROOT, "node_modules", "vitest", "vitest.mjs");
  const output = join(folder, "report.json");
  const args = [vitest, "run", test, "--reporter=json", `--outputFile=${output}`, "--bail=1"];
  const env = { ...process.env, SUYUAN_SEED: String(seed), SUYUAN_PATIENCE_MS: "20000" };
  rmSync(output, { force: true });
  const { stderr } = spawnSync(process.execPath, args, { cwd: folder, env, encoding: "utf8" });
  if (!existsSync(output)) throw new Error(`vitest left no report: ${stderr}`);
  const report = JSON.parse(readFileSync(output, "utf8")) as Report;
  const failed = report.testResults.flatMap((file) => file.assertionResults);
  return failed.filter((t) => t.status === "failed").map((t) => `${test}: ${t.fullName}: ${firstLine(t)}`);
}

/** What failed it, so that a slow machine is not taken for a caught bug. */
function firstLine({ failureMessages }: { failureMessages: string[] }): string {
  return (failureMessages[0] ?? "").split("\n")[0]!.slice(0, 160);
}

/** What a kind of fault says when it fails. */
function failureOfKind(folder: string, kind: string, seed: number): string[] {
  const args = ["test/faults/run.ts", "--short", "--seed", String(seed), kind];
  const env = { ...process.env, SUYUAN_PATIENCE_MS: "20000" };
  const { stdout } = spawnSync(process.execPath, args, { cwd: folder, env, encoding: "utf8" });
  const found = /^FAILED +(.*)$/m.exec(stdout);
  return found ? [`kind ${kind}: ${found[1]!.slice(0, 200)}`] : [];
}

function failuresIn(folder: string, place: string, seed: number): string[] {
  const kind = /^kind (.+)$/.exec(place)?.[1];
  return kind === undefined ? failures(folder, place, seed) : failureOfKind(folder, kind, seed);
}

function placesOf(patch: string): string[] {
  const text = readFileSync(join(import.meta.dirname, patch), "utf8");
  const named = /^look: (.*)$/m.exec(text)?.[1];
  return named === undefined ? TESTS : named.split(", ");
}

function caughtBy(patch: string): string | undefined {
  const folder = copyOfHead();
  try {
    const applied = spawnSync("patch", ["-p1", "-s", "-i", join(import.meta.dirname, patch)], {
      cwd: folder,
    });
    // The code moved on: the bug has to be put in anew, or the suite proves nothing about it.
    if (applied.status !== 0) throw new Error(`${patch} no longer applies`);
    for (let seed = 1; seed <= Number(values.tries); seed++) {
      for (const place of placesOf(patch)) {
        const [first] = failuresIn(folder, place, seed);
        if (first !== undefined) return `${first} (seed ${seed})`;
      }
    }
    return undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const all = readdirSync(import.meta.dirname).filter((name) => name.endsWith(".patch"));
const wanted = positionals.length === 0 ? all : all.filter((name) => positionals.includes(name));
let missed = 0;
for (const patch of wanted) {
  const by = caughtBy(patch);
  if (by === undefined) missed++;
  console.log(`${by === undefined ? "MISSED" : "caught"} ${patch}${by === undefined ? "" : ` by ${by}`}`);
}
process.exitCode = missed === 0 ? 0 : 1;
