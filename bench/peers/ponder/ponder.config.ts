import { createConfig } from "ponder";
import { abi } from "../../../src/chain/abi/generated/Datasets.ts";

const { PONDER_NODE, PONDER_FACT_LOG, PONDER_FROM } = process.env as Record<string, string>;

/** The same node and the same events; told of new blocks at once, as its own manual advises. */
export default createConfig({
  chains: {
    suyuan: { id: 20260808, rpc: `http://${PONDER_NODE}`, ws: `ws://${PONDER_NODE}`, pollingInterval: 100 },
  },
  contracts: {
    FactLog: {
      chain: "suyuan",
      abi,
      address: PONDER_FACT_LOG as `0x${string}`,
      startBlock: Number(PONDER_FROM),
    },
  },
});
