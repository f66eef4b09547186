import { row } from "./row.ts";

export const chainErrors = {
  CHAIN_UNREACHABLE: row(
    503,
    "later",
    "The chain node does not answer: {value}.",
    "链节点没有应答：{value}。",
  ),
  CHAIN_EXCHANGED: row(
    503,
    "later",
    "The node answers for chain {value} now, and this ledger is on chain {chain}: put the right node back.",
    "节点现属链 {value}，而本账本在链 {chain} 上：请恢复原来的节点。",
  ),
  CHAIN_FORKED: row(
    409,
    "fix",
    "Block {value} was final here and the node’s chain does not have it: {reason}. If that chain is the one to go on with: suyuan rebuild --accept-fork",
    "区块 {value} 在此已为最终，而节点的链上没有它：{reason}。若确定沿用该链：suyuan rebuild --accept-fork",
  ),
  CHAIN_BLOCK_LOST: row(
    410,
    "fix",
    "It was final in block {value}, which its chain lost, and its signed bytes are no longer kept. Hand it in again.",
    "它曾在区块 {value} 中最终确认，但链丢失了该区块，且已不再保存其签名字节。请重新提交。",
  ),
  CHAIN_HALTED: row(503, "never", "The chain has stopped: {value}", "链已停止：{value}"),
  CHAIN_CLOCK_STEPPED: row(
    503,
    "fix",
    "The system clock jumped, so no block is mined: {value} Restart with --accept-clock if the clock is right.",
    "系统时钟发生跳变，暂停出块：{value} 若时钟正确，请以 --accept-clock 重启。",
  ),
  CHAIN_REFUSED: row(422, "fix", "The contract refused it: {value}.", "合约拒绝：{value}。"),
  INDEX_HALTED: row(503, "never", "The index has stopped: {value}", "索引已停止：{value}"),
  INDEX_BEHIND: row(
    503,
    "later",
    "The index is at block {value}, not yet at {limit}.",
    "索引位于区块 {value}，尚未到达 {limit}。",
  ),
};
