import { globSync } from "node:fs";
import { createRequire } from "node:module";
import { defineConfig } from "hardhat/config";
import { type HardhatPlugin } from "hardhat/types/plugins";

const require = createRequire(import.meta.url);

const solc = {
  version: "0.8.37",
  // The compiler of the npm package, so that a build needs no download beyond the registry.
  path: require.resolve("solc/soljson.js"),
};

/**
 * Tests know the contracts only by interface and artifact, so they are compiled without the optimiser, which
 * takes four times as long. One resolved object for all of them: Hardhat compiles together what shares one.
 */
const unoptimised = { ...solc, settings: { evmVersion: "london" } };
const tests = globSync("contracts/{**/*.t.sol,test/*.sol}");
const testsTogether: HardhatPlugin = {
  id: "suyuan-tests-together",
  hookHandlers: {
    config: async () => ({
      default: async () => ({
        resolveUserConfig: async (user, resolve, next) => {
          const resolved = await next(user, resolve);
          for (const { overrides } of Object.values(resolved.solidity.profiles)) {
            const shared = overrides[tests[0] ?? ""];
            if (shared) for (const file of tests) overrides[file] = shared;
          }
          return resolved;
        },
      }),
    }),
  },
};

export default defineConfig({
  plugins: [testsTogether],
  solidity: {
    compilers: [
      {
        ...solc,
        settings: {
          // London code runs on anvil, on the last geth with Clique, and on Besu alike. It is also why
          // OpenZeppelin stays at 5.3.0: later releases use Cancun's mcopy.
          evmVersion: "london",
          viaIR: true,
          optimizer: { enabled: true, runs: 10_000 },
          metadata: { bytecodeHash: "none" },
        },
      },
    ],
    overrides: Object.fromEntries(tests.map((file) => [file, unoptimised])),
  },
  test: {
    solidity: {
      fuzz: { runs: 256 },
      invariant: { runs: 32, depth: 48, failOnRevert: false },
    },
  },
});
