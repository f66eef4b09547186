import { type Answer } from "../api.ts";
import { sayCode } from "../../ledger/words/codes.ts";
import { type Cli } from "../cli.ts";
import { sheet } from "../table.ts";
import { timeLeft, word } from "../sharingWords.ts";
import { moment } from "../words.ts";

export type Emergency = Answer<"emergencies">["items"][number];

export function emergencyHeadings({ t }: Cli): string[] {
  return [
    t("授权", "grant"),
    t("报告", "report"),
    t("剩余", "left"),
    t("核查", "review"),
    t("剩余", "left"),
    t("使用方", "consumer"),
    t("数据集", "dataset"),
    t("事件", "incident"),
  ];
}

export function emergencyCells(e: Emergency, { language, t }: Cli): string[] {
  return [
    e.name,
    word("tellings", e.told, language),
    timeLeft(e.reportClock.secondsLeft, language),
    word("findings", e.found, language),
    timeLeft(e.reviewClock.secondsLeft, language),
    ...[e.consumer, e.dataset],
    e.incident ?? t("（未公开）", "(hidden)"),
  ];
}

/** What an emergency's grant has besides those of others, a line each. */
export function emergencySheet(e: Emergency, cli: Cli): string {
  const { t, language } = cli;
  const { report, review } = e;
  const late = (is: boolean) => (is ? t("逾期", "late") : "");
  const told = (m: { time: string }, ...what: (string | null)[]) =>
    [moment(m.time), ...what.filter(Boolean)].join(", ");
  const provisional = e.provisional
    ? t("（暂定：当年工作日表未公布）", " (provisional: no table of that year)")
    : "";
  return sheet([
    [t("应急事件", "incident"), e.incident],
    [t("报告", "report"), report ? "" : word("tellings", e.told, language)],
    [t("报告截止", "report due"), report ? "" : due(e.reportClock)],
    [
      t("报告", "report"),
      report &&
        told(report, sayCode(report.outcome, language), late(report.late), ...effectOf(report.effect)),
    ],
    [t("逾期在案", "overdue"), e.overdue && told(e.overdue)],
    [t("核查", "review"), review ? "" : word("findings", e.found, language)],
    [t("核查截止", "review due"), review ? "" : due(e.reviewClock) + provisional],
    [
      t("核查", "review"),
      review &&
        told(
          review,
          word("findings", e.found, language),
          late(review.late),
          sayCode(review.reason, language),
          review.note,
        ),
    ],
    [t("核查逾期在案", "review late"), e.reviewLate && told(e.reviewLate)],
    [t("关闭的应急通道", "lane closed"), review?.closed],
    [t("数据官密钥", "officer"), e.officer],
  ]);

  function due({ deadline, secondsLeft }: Emergency["reportClock"]): string {
    return deadline === null ? "" : `${moment(deadline)} (${timeLeft(secondsLeft, language)})`;
  }
}

const effectOf = (effect: Record<string, unknown> | null) => Object.values(effect ?? {}).map(String);
