import { createRequire } from "node:module";
import { defineConfig } from "hardhat/config";

const require = createRequire(import.meta.url);

export default defineConfig({
  solidity: {
    compilers: [
      {
        version: "0.8.37",
        // The compiler of the npm package, so that a build needs no download beyond the registry.
        path: require.resolve("solc/soljson.js"),
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
  },
  test: {
    solidity: {
      fuzz: { runs: 256 },
      invariant: { runs: 32, depth: 48, failOnRevert: false },
    },
  },
});
