import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { loadavg } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Bench, type Result } from "./bench.ts";
import { rewritten } from "./docs.ts";
import { backfill } from "./kinds/backfill.ts";
import { cost } from "./kinds/cost.ts";
import { digest } from "./kinds/digest.ts";
import { gas } from "./kinds/gas.ts";
import { lineage } from "./kinds/lineage.ts";
import { recall } from "./kinds/recall.ts";
import { signing } from "./kinds/signing.ts";
import { throughput } from "./kinds/throughput.ts";
import { thisMachine } from "./support/machine.ts";
import { circumstances, plain, report } from "./table.ts";

const benches: readonly Bench[] = [gas, throughput, cost, backfill, lineage, recall, signing, digest];

const RESULTS = join(import.meta.dirname, "results");
const PAGE = join(import.meta.dirname, "../docs/bench.md");

const HELP = `npm run bench -- [options] [name…]

Measures ours and a peer in one run and prints both with their ratio. Without names, all of them.

  --list     what there is
  --quick    small sizes: to see that it works
  --write    keeps the figures in bench/results/ and writes docs/bench.md anew

benches: ${benches.map((b) => b.name).join(", ")}`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    list: { type: "boolean", default: false },
    quick: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

function wanted(): readonly Bench[] {
  const unknown = positionals.find((name) => !benches.some((b) => b.name === name));
  if (unknown !== undefined) throw new Error(`no bench is called ${unknown}\n\n${HELP}`);
  return positionals.length === 0 ? benches : benches.filter((b) => positionals.includes(b.name));
}

async function measure(bench: Bench): Promise<Result> {
  const undo: (() => unknown)[] = [];
  const before = loadavg()[0]!;
  const began = performance.now();
  try {
    const measured = await bench.run({
      quick: values.quick,
      say: (line) => console.log(`  ${line}`),
      after: (u) => void undo.push(u),
    });
    return {
      bench: bench.name,
      title: bench.title,
      at: new Date().toISOString(),
      seconds: (performance.now() - began) / 1_000,
      machine: thisMachine(),
      load: [before, loadavg()[0]!],
      ...measured,
    };
  } finally {
    for (const u of undo.reverse()) await u();
  }
}

function keep(result: Result): void {
  mkdirSync(RESULTS, { recursive: true });
  writeFileSync(join(RESULTS, `${result.bench}.json`), `${JSON.stringify(result, null, 2)}\n`);
  const files = readdirSync(RESULTS).filter((name) => name.endsWith(".json"));
  const results = files.map((name) => JSON.parse(readFileSync(join(RESULTS, name), "utf8")) as Result);
  // In the order of the list above, whatever order they were measured in.
  const order = (r: Result) => benches.findIndex((b) => b.name === r.bench);
  const known = results.filter((r) => order(r) >= 0).sort((a, b) => order(a) - order(b));
  if (existsSync(PAGE)) writeFileSync(PAGE, rewritten(readFileSync(PAGE, "utf8"), known));
}

async function main(): Promise<void> {
  if (values.quick && values.write) throw new Error("--quick measures too little to be written down");
  let failed = 0;
  for (const bench of wanted()) {
    console.log(`\n── ${bench.name}: ${bench.title}\n   ${bench.about}`);
    try {
      const result = await measure(bench);
      console.log(`\n${report(result, plain)}\n\n${circumstances(result)}`);
      if (values.write) keep(result);
    } catch (error) {
      failed++;
      // ethers puts whole transactions into its messages.
      const said = error instanceof Error ? (error.stack ?? error.message) : String(error);
      console.log(`FAILED  ${bench.name}: ${said.replaceAll(/0x[0-9a-f]{100,}/g, "0x…")}`);
    }
  }
  if (failed > 0) process.exitCode = 1;
}

if (values.help) console.log(HELP);
else if (values.list) for (const b of benches) console.log(`${b.name.padEnd(12)} ${b.title}`);
else await main();
