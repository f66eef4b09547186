import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { parseArgs } from "node:util";
import { type FaultKind, type FaultRun } from "./kind.ts";
import { backups } from "./kinds/backups.ts";
import { bitflips } from "./kinds/bitflips.ts";
import { chain } from "./kinds/chain.ts";
import { concurrency } from "./kinds/concurrency.ts";
import { killed } from "./kinds/killed.ts";
import { load } from "./kinds/load.ts";
import { reorgs } from "./kinds/reorgs.ts";
import { storage } from "./kinds/storage.ts";
import { syscalls } from "./kinds/syscalls.ts";
import { time } from "./kinds/time.ts";
import { Random, seedFrom } from "./random.ts";

const kinds: readonly FaultKind[] = [
  killed,
  syscalls,
  storage,
  bitflips,
  concurrency,
  time,
  load,
  backups,
  chain,
  reorgs,
];

const HELP = `npm run test:faults -- [options] [kind…]

Hurts a ledger for real and compares what is left with a model of everything it acknowledged.

  --short        once through each kind, as CI does
  --minutes N    the long set, for so long (default 5), shared among the kinds by weight
  --seed N       repeats a run; printed at the start

kinds: ${kinds.map((kind) => kind.name).join(", ")}`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    short: { type: "boolean", default: false },
    minutes: { type: "string", default: "5" },
    seed: { type: "string" },
    help: { type: "boolean", default: false },
  },
});

/** The programs that are not there, with the packages that bring them. */
function missing({ needs }: FaultKind): string[] {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const isThere = (program: string) => folders.some((folder) => existsSync(join(folder, program)));
  return Object.entries(needs).flatMap(([program, pack]) =>
    isThere(program) ? [] : [`${program} (Debian: apt-get install ${pack})`],
  );
}

/** The faults that fired, by name. Throws when one did harm, or when none fired. */
async function runKind(kind: FaultKind, seed: number, minutes: number): Promise<Map<string, number>> {
  const until = performance.now() + minutes * 60_000;
  const counts = new Map<string, number>();
  const given: FaultRun = {
    seed,
    random: new Random(seed),
    short: values.short,
    goOn: () => !values.short && performance.now() < until,
    fired: (fault, times = 1) => void counts.set(fault, (counts.get(fault) ?? 0) + times),
    say: (line) => console.log(`  ${line}`),
  };
  await kind.run(given);
  if (counts.size === 0) throw new Error(`${kind.name}: no fault fired`);
  return counts;
}

function wantedKinds(): FaultKind[] {
  const unknown = positionals.filter((name) => !kinds.some((kind) => kind.name === name));
  if (unknown.length > 0) throw new Error(`no kind of fault is called ${unknown.join(", ")}\n\n${HELP}`);
  return positionals.length === 0 ? [...kinds] : kinds.filter((kind) => positionals.includes(kind.name));
}

async function main(): Promise<void> {
  const seed = values.seed === undefined ? seedFrom() : Number(values.seed);
  const wanted = wantedKinds();
  const weights = wanted.reduce((sum, kind) => sum + kind.weight, 0);
  console.log(`faults, seed ${seed} (--seed repeats them)`);
  let [passed, failed] = [0, 0];
  for (const kind of wanted) {
    console.log(`\n── ${kind.name}: ${kind.about}`);
    const began = performance.now();
    try {
      const lacks = missing(kind);
      if (lacks.length > 0) throw new Error(`it was not run, because these are missing: ${lacks.join(", ")}`);
      const counts = await runKind(kind, seed, (Number(values.minutes) * kind.weight) / weights);
      const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
      const list = [...counts].sort().map(([fault, count]) => `    ${count} × ${fault}`);
      const seconds = ((performance.now() - began) / 1_000).toFixed(0);
      console.log(
        `ok      ${kind.name}: ${total} faults fired in ${seconds} s, nothing lost\n${list.join("\n")}`,
      );
      passed++;
    } catch (error) {
      console.log(
        `FAILED  ${kind.name} (seed ${seed}): ${error instanceof Error ? error.stack : String(error)}`,
      );
      failed++;
    }
  }
  console.log(`\n${passed} passed, ${failed} failed`);
  if (failed > 0) process.exitCode = 1;
}

if (values.help) console.log(HELP);
else await main();
