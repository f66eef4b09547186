import { row } from "./row.ts";

export const outboxErrors = {
  OUTBOX_FULL: row(
    503,
    "later",
    "The outbox is full ({value} waiting); try again later. Nothing was accepted.",
    "发件箱已满（等待 {value} 项），请稍后再试。未接受任何内容。",
  ),
  OUTBOX_LANE_FULL: row(
    503,
    "later",
    "Too much of this key waits ({value} operations); try again later. Nothing was accepted.",
    "该密钥等待处理的操作过多（{value} 项），请稍后再试。未接受任何内容。",
  ),
  OUTBOX_CLOSED: row(
    503,
    "later",
    "The gateway is stopping; nothing was accepted.",
    "网关正在停止；未接受任何内容。",
  ),
  OUTBOX_KEY_REUSED: row(
    409,
    "fix",
    "Idempotency-Key {value} was used for another request.",
    "Idempotency-Key {value} 已用于另一请求。",
  ),
  OUTBOX_ANCESTOR_REFUSED: row(
    409,
    "fix",
    "Refused because {value}, which it builds on, was refused.",
    "被拒绝：它所依赖的 {value} 已被拒绝。",
  ),
  OUTBOX_LEASE_TAKEN: row(
    409,
    "fix",
    "Another gateway holds the lease on key {value}.",
    "另一个网关持有密钥 {value} 的租约。",
  ),
  OUTBOX_LEASE_HELD: row(
    409,
    "fix",
    "Another gateway works with these keys: {value}. Stop it first, or leave this one as it is.",
    "另一个网关（{value}）正在使用这些密钥。请先停止它，或不要启动本网关。",
  ),
  OUTBOX_LEASE_STALE: row(
    503,
    "later",
    "The lease on the keys could not be renewed for {value} s, so nothing is signed or sent until it can.",
    "密钥租约已有 {value} 秒未能续期；续期成功之前不签名、不发送。",
  ),
  OUTBOX_LEASE_LOST: row(
    503,
    "fix",
    "The lease on the keys was taken over by {value}. This gateway signs and sends nothing any more; stop it.",
    "密钥租约已被{value}接管。本网关不再签名和发送，请停止它。",
  ),
  OUTBOX_DAMAGED: row(
    500,
    "fix",
    "The outbox journal is damaged at byte {value}: {reason}. outbox/journal.damage lists each of its records, readable or lost. Restore it from a backup, or keep what can be read with “suyuan repair”.",
    "发件箱日志在第 {value} 字节处损坏：{reason}。outbox/journal.damage 逐条列出可读与丢失的记录。请从备份恢复，或用“suyuan repair”保留可读部分。",
  ),
  OUTBOX_NONCE_FOREIGN: row(
    409,
    "fix",
    "Key {value} was used elsewhere: the chain expects nonce {chain}, this gateway {ours}. Its lane has stopped.",
    "密钥 {value} 已在别处使用：链上期望 nonce {chain}，本网关为 {ours}。该通道已停止。",
  ),
};
