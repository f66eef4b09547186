// Everything a change must pass, one step after the other, also after a failed one. `.ci/run` calls it on a
// machine where nobody installed anything; the last line is the sum.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { type Counts, countsOf } from "./ci/counts.ts";

interface CiStep {
  name: string;
  command: [program: string, ...args: string[]];
  /** Its tests are counted by another step: it counts as one. */
  countsAsOne?: true;
}

const root = fileURLToPath(new URL("..", import.meta.url));
const npm = (...args: string[]): CiStep["command"] => ["npm", "run", "--silent", ...args];

const steps: CiStep[] = [
  { name: "Tests: contracts and TypeScript", command: ["npm", "test"] },
  {
    name: "Faults, the short set",
    command: npm("test:faults", "--", "--short", "--seed", "1"),
    countsAsOne: true,
  },
  { name: "Types", command: npm("typecheck") },
  { name: "Lint and format", command: npm("lint") },
  { name: "Generated files", command: npm("generate", "--", "--check") },
  { name: "Gas of each verb", command: npm("gas"), countsAsOne: true },
  { name: "README's walk", command: npm("snippets", "--", "README.md") },
  { name: "README's walk in Chinese", command: npm("snippets", "--", "README.zh.md") },
  { name: "Pages in a browser", command: npm("test:browser") },
];

/** As a newcomer's shell: `.ci/run` remembers PATH from before this Node was put first on it. */
const env = { ...process.env, PATH: process.env["SUYUAN_CI_PATH"] ?? process.env["PATH"] };

async function perform({ name, command, countsAsOne }: CiStep) {
  console.log(`\n━━ ${name} ━━`);
  const startedAt = performance.now();
  const { code, output } = await show(command);
  const seconds = (performance.now() - startedAt) / 1000;
  return { name, code, seconds, counts: countsOf({ code, output: countsAsOne ? "" : output }) };
}

/** Shows the output as it comes and keeps it. */
function show([program, ...args]: CiStep["command"]): Promise<{ code: number; output: string }> {
  const child = spawn(program, args, { cwd: root, env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const [from, to] of [
    [child.stdout, process.stdout],
    [child.stderr, process.stderr],
  ] as const)
    from.on("data", (bytes: Buffer) => {
      output += bytes.toString();
      to.write(bytes);
    });
  return new Promise((resolve) => {
    child.once("error", (error) => resolve({ code: 127, output: error.message }));
    child.once("close", (code) => resolve({ code: code ?? 1, output }));
  });
}

const sum: Counts = { passed: 0, failed: 0 };
const lines: string[] = [];
for (const step of steps) {
  const { name, code, seconds, counts } = await perform(step);
  sum.passed += counts.passed;
  sum.failed += counts.failed;
  const word = counts.failed === 0 ? "ok    " : "FAILED";
  lines.push(
    `${word}  ${name}: ${counts.passed} passed, ${counts.failed} failed (exit ${code}, ${seconds.toFixed(0)} s)`,
  );
}
console.log(`\n━━ Summary ━━\n${lines.join("\n")}`);
console.log(`${sum.passed} passed, ${sum.failed} failed`);
process.exitCode = sum.failed === 0 ? 0 : 1;
