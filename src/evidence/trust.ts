import { keccak } from "../core/hash.ts";
import { fromHex, type Hex } from "../core/hex.ts";
import { type ChainNode } from "../chain/node.ts";
import { type Index } from "../indexer/index.ts";
import { writers } from "../ledger/spine/tables.ts";
import { TRUST_FORMAT, type Belief, type TrustedContract } from "../proof/trust.ts";

/** A trust file's contracts: FactLog, and every generation of the others. */
export async function contractsOf(index: Index, node: ChainNode): Promise<TrustedContract[]> {
  const { factLog } = index.identity;
  const rows = (await index.rows.range(writers)).map(({ row }) => row);
  const spine = { address: factLog, role: "spine", codeHash: keccak(fromHex(await node.code(factLog))) };
  const others = rows.filter(({ address }) => address !== factLog);
  return [spine, ...others.map(({ address, role, codeHash }) => ({ address, role, codeHash }))];
}

/**
 * What an auditor may begin a trust file with: this ledger's contracts, and a belief in its newest final block.
 * Whoever takes it from the gateway believes the gateway; it is worth what it was compared with.
 */
export async function trustFile(chainId: number, index: Index, node: ChainNode, believe: Belief[] = []) {
  const { factLog: log, spine } = index.identity;
  const block = index.block(index.final)!;
  const pinned: Belief = { kind: "block", number: block.number, hash: block.hash };
  return {
    format: TRUST_FORMAT,
    version: 1,
    chain: chainId,
    ...{ log, spine: spine as Hex },
    contracts: await contractsOf(index, node),
    believe: [pinned, ...believe],
  };
}
