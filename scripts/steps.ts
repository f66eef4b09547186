import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { exitCodeOf, follow } from "./bootstrap/child.mjs";

/** One program of ours or of a dependency, as run.mjs takes it: `bin:vitest` or a path from the root. */
export interface Step {
  name: string;
  run: [entry: string, ...args: string[]];
}

const root = fileURLToPath(new URL("..", import.meta.url));

async function perform({ name, run }: Step) {
  console.log(`\n── ${name} ──`);
  const startedAt = performance.now();
  const child = spawn(process.execPath, ["scripts/run.mjs", ...run], { cwd: root, stdio: "inherit" });
  const { code, interrupted } = await follow(child);
  return { name, code, interrupted, seconds: (performance.now() - startedAt) / 1000 };
}

/** Runs every step, also after a failure, and sums up. Resolves with 0 only when all succeeded. */
export async function runSteps(steps: Step[]): Promise<number> {
  const results = [];
  for (const step of steps) {
    const result = await perform(step);
    if (result.interrupted) return exitCodeOf(result.interrupted);
    results.push(result);
  }
  console.log("\n── Summary ──");
  for (const { name, code, seconds } of results)
    console.log(`${code === 0 ? "ok    " : "FAILED"}  ${name}  (${seconds.toFixed(1)} s, exit code ${code})`);
  return results.some(({ code }) => code !== 0) ? 1 : 0;
}
