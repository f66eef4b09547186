import { runSteps } from "./steps.ts";

process.exitCode = await runSteps([
  { name: "Format (prettier)", run: ["bin:prettier", "--check", "."] },
  { name: "TypeScript and JavaScript (eslint)", run: ["bin:eslint", "--max-warnings", "0", "."] },
  // --disc: no question to the registry for a newer solhint.
  {
    name: "Solidity (solhint)",
    run: ["bin:solhint", "--disc", "--noPoster", "--max-warnings", "0", "contracts/**/*.sol"],
  },
]);
