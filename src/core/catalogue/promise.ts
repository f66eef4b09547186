import { row } from "./row.ts";

export const promiseErrors = {
  LEDGER_PROMISE_UNKNOWN: row(
    404,
    "fix",
    "No deliveries were promised under {grant}.",
    "{grant} 之下没有交付承诺。",
  ),
  LEDGER_CADENCE_NOT_PROMISABLE: row(
    422,
    "fix",
    "{grant}: the supply item promises no cadence ({cadence}); list one before promising deliveries by it.",
    "{grant}：供给项没有更新频率（{cadence}）；请先列明，再据此承诺交付。",
  ),
  LEDGER_DELIVERY_NOT_MISSED: row(
    409,
    "later",
    "{grant}: no promised delivery is missed; the last moment for the next is {due} (0: none is waited for).",
    "{grant}：并无未到的承诺交付；下一次的最后时刻为 {due}（0 表示并无等待）。",
  ),
};
