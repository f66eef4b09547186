import { spawnSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/**
 * Compares what each verb costs with contracts/gas-snapshot.json, and fails when a figure moved by more than
 * 2 %; with --write it writes them anew. Hardhat's own --snapshot-check would also compare what the tests
 * themselves cost, which says nothing about the contracts.
 */
export type Figures = Record<string, number>;

const TOLERANCE = 0.02;
const root = fileURLToPath(new URL("..", import.meta.url));
const kept = `${root}contracts/gas-snapshot.json`;

/** One line for each figure that is new, gone, or moved by more than the tolerance. */
export function differences(before: Figures, now: Figures, tolerance = TOLERANCE): string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(now)])].sort();
  return names.flatMap((name) => {
    const [was, is] = [before[name], now[name]];
    if (was === undefined) return [`${name}: ${String(is)} gas, not in the snapshot`];
    if (is === undefined) return [`${name}: no longer measured`];
    const drift = (is - was) / was;
    if (Math.abs(drift) <= tolerance) return [];
    return [`${name}: ${String(was)} → ${String(is)} gas (${(100 * drift).toFixed(1)} %)`];
  });
}

/** Hardhat leaves the figures in snapshots/, and the tests' own in .gas-snapshot; neither is kept. */
function measure(): Figures {
  const bin = `${root}node_modules/hardhat/dist/src/cli.js`;
  const build = spawnSync(process.execPath, [bin, "build"], { cwd: root, stdio: "inherit" });
  const names = [
    "Gas",
    "SharingGas",
    "DeliveriesGas",
    "EmergenciesGas",
    "PromisesGas",
    "RecallsGas",
    "GatesGas",
  ];
  const tests = names.map((name) => `contracts/${name}.t.sol`);
  const args = ["test", "solidity", "--no-compile", "--snapshot", ...tests];
  const test = spawnSync(process.execPath, [bin, ...args], { cwd: root, stdio: "inherit" });
  if (build.status !== 0 || test.status !== 0) throw new Error("the gas tests did not pass");
  const raw = JSON.parse(readFileSync(`${root}snapshots/gas.json`, "utf8")) as Record<string, string>;
  rmSync(`${root}snapshots`, { recursive: true });
  rmSync(`${root}.gas-snapshot`);
  const sorted = Object.entries(raw).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([name, gas]) => [name, Number(gas)]));
}

function check(): number {
  const now = measure();
  if (process.argv.includes("--write")) {
    writeFileSync(kept, `${JSON.stringify(now, null, 2)}\n`);
    return 0;
  }
  const moved = differences(JSON.parse(readFileSync(kept, "utf8")) as Figures, now);
  for (const line of moved) console.error(line);
  if (moved.length === 0) console.log(`Gas: ${String(Object.keys(now).length)} figures within 2 %.`);
  else console.error("If this is meant: node scripts/gas.ts --write");
  return moved.length === 0 ? 0 : 1;
}

if (import.meta.main) process.exitCode = check();
