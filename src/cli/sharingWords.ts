import { type Language, type Text } from "../core/text.ts";
import type { DeliveryStanding } from "../ledger/delivery/tables.ts";
import type { DutyKind } from "../ledger/duty/tables.ts";
import type { Finding, Telling } from "../ledger/emergency/tables.ts";
import type { ShownStanding } from "../ledger/grant/answers.ts";
import type { Stage } from "../ledger/request/tables.ts";

const both = (zh: string, en: string): Text => ({ zh, en });

const stages: Record<Stage, Text> = {
  review: both("大数据局审核中", "in review"),
  decision: both("待提供方答复", "awaits the provider"),
  returned: both("退回补正", "returned"),
  rejected: both("不予受理", "rejected"),
  refused: both("不同意共享", "refused"),
  mediation: both("协调中", "in mediation"),
  directed: both("应予共享", "grant directed"),
  upheld: both("维持不同意", "refusal upheld"),
  granted: both("已授权", "granted"),
  withdrawn: both("已撤回", "withdrawn"),
};

const grantStandings: Record<ShownStanding, Text> = {
  live: both("有效", "live"),
  suspended: both("已暂停", "suspended"),
  revoked: both("已撤销", "revoked"),
  terminated: both("已放弃", "given up"),
  amended: both("已变更", "amended"),
  expired: both("已到期", "expired"),
};

const deliveryStandings: Record<DeliveryStanding, Text> = {
  open: both("待反馈", "feedback awaited"),
  overdue: both("反馈逾期", "feedback overdue"),
  reported: both("已反馈", "reported"),
  waived: both("已豁免", "waived"),
  disputed: both("有争议", "disputed"),
};

const duties: Record<DutyKind, Text> = {
  review: both("审核申请", "review"),
  reply: both("答复申请", "reply"),
  mediate: both("协调", "mediate"),
  grant: both("给予授权", "grant"),
  complete: both("补正", "complete"),
  receive: both("签收", "receive"),
  report: both("使用反馈", "report"),
  "report-emergency": both("应急报告", "report an emergency"),
  "review-emergency": both("应急核查", "review an emergency"),
  deliver: both("承诺的交付", "promised delivery"),
  acknowledge: both("确认召回", "answer a recall"),
};

const tellings: Record<Telling, Text> = {
  waited: both("待报告", "report awaited"),
  overdue: both("报告逾期", "report overdue"),
  reported: both("已报告", "reported"),
};

const findings: Record<Finding, Text> = {
  waited: both("待核查", "review awaited"),
  justified: both("正当", "justified"),
  unjustified: both("不正当", "not justified"),
};

const words = { stages, grantStandings, deliveryStandings, duties, tellings, findings };

/** What people call a code of one of these lists. */
export function word<L extends keyof typeof words>(
  list: L,
  code: keyof (typeof words)[L],
  language: Language,
): string {
  return (words[list][code] as Text)[language];
}

const units = [
  [86_400, "天", "d"],
  [3_600, "小时", "h"],
  [60, "分", "min"],
  [1, "秒", "s"],
] as const;

/** `2 d 3 h`, `3 h ago`: the two largest units of what is left, or of what has passed since. */
export function timeLeft(seconds: number | null, language: Language): string {
  if (seconds === null) return "—";
  const zh = language === "zh";
  const all = Math.abs(seconds);
  const first = Math.max(
    0,
    units.findIndex(([size]) => all >= size),
  );
  const parts = units.slice(first, first + 2).flatMap(([size, ...names], i) => {
    const count = Math.floor((i === 0 ? all : all % units[first]![0]) / size);
    return count === 0 ? [] : [zh ? `${count}${names[0]}` : `${count} ${names[1]}`];
  });
  const span = parts.length === 0 ? (zh ? "0秒" : "0 s") : parts.join(zh ? "" : " ");
  if (seconds >= 0) return span;
  return zh ? `已过${span}` : `${span} ago`;
}
