import { type Step, runSteps } from "./steps.ts";

const contracts: Step = {
  name: "Contract tests (Hardhat, Solidity)",
  run: ["bin:hardhat", "test", "solidity"],
};
const unit = (args: string[]): Step => ({ name: "Tests (vitest)", run: ["bin:vitest", "run", ...args] });

/** `npm test -- src/outbox` asks vitest alone. */
const args = process.argv.slice(2);
process.exitCode = await runSteps(args.length > 0 ? [unit(args)] : [contracts, unit([])]);
