import { type Answer } from "../api.ts";
import { sayCode } from "../../ledger/words/codes.ts";
import { type Cli } from "../cli.ts";
import { sheet } from "../table.ts";
import { timeLeft, word } from "../sharingWords.ts";
import { moment } from "../words.ts";

export type Delivery = Answer<"delivery">;

export function deliveryHeadings({ t }: Cli): string[] {
  return [
    t("交付", "delivery"),
    t("状态", "standing"),
    t("版本", "version"),
    t("使用方", "consumer"),
    t("签收", "received"),
    t("反馈截止", "feedback due"),
    t("剩余", "left"),
    t("授权", "grant"),
  ];
}

export function deliveryCells(d: Delivery, cli: Cli): string[] {
  return [
    d.name,
    word("deliveryStandings", d.standing, cli.language),
    d.version,
    d.consumer,
    receipt(d, cli) || "—",
    moment(d.due),
    timeLeft(d.secondsLeft, cli.language),
    d.grant,
  ];
}

function receipt({ received }: Delivery, { t }: Cli): string {
  if (!received) return "";
  return received.matches ? t("相符", "matches") : t("不符", "differs");
}

/** Everything about one delivery, a line each. */
export function deliverySheet(d: Delivery, cli: Cli): string {
  const { t, language } = cli;
  const { received, waived, asked } = d;
  const told = (m: { time: string }, ...what: (string | null | undefined)[]) =>
    [moment(m.time), ...what.filter(Boolean)].join(", ");
  return sheet([
    [t("交付", "delivery"), d.name],
    [t("状态", "standing"), word("deliveryStandings", d.standing, language)],
    [t("授权", "grant"), [d.grant, d.request].filter(Boolean).join(", ")],
    [t("版本", "version"), d.version],
    [t("级别", "grade"), d.grade],
    [t("使用方", "consumer"), d.consumer],
    [t("提供方", "provider"), d.provider],
    [t("名称", "name"), d.label],
    [t("清单", "manifest"), d.manifest && `${d.manifest} (${d.parts})`],
    [t("说明", "note"), d.note],
    [t("签收", "received"), received && told(received, receipt(d, cli), received.note)],
    [t("反馈截止", "feedback due"), moment(d.due)],
    [t("剩余", "left"), d.secondsLeft === null ? "" : timeLeft(d.secondsLeft, language)],
    ...d.reports.map(reportLine),
    [t("请补充反馈", "more was asked"), asked && told(asked, asked.note)],
    ...d.overdue.map((m) => [t("逾期", "overdue"), told(m)] as const),
    [t("豁免", "waived"), waived && told(waived, sayCode(waived.reason, language), waived.note)],
    [t("不公开", "hidden"), d.hidden ? t("成效与说明", "effects and notes") : ""],
    [t("自", "since"), `${moment(d.since)}, ${t("区块", "block")} ${d.block}`],
    ["id", d.id],
  ]);

  function reportLine(r: Delivery["reports"][number]): [string, string] {
    const effect = Object.values(r.effect ?? {}).map((v) => (typeof v === "string" ? v : JSON.stringify(v)));
    const late = r.late ? t("逾期", "late") : "";
    const more = r.isFinal ? "" : t("未完", "more to come");
    return [
      t("反馈", "report"),
      told(r, sayCode(r.outcome, language), late, more, ...effect, r.derived.join(" ")),
    ];
  }
}
