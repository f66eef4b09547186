import { type Answer } from "../api.ts";
import { type Cli } from "../cli.ts";
import { timeLeft, word } from "../sharingWords.ts";
import { moment } from "../words.ts";

export type Duty = Answer<"duties">["items"][number];

export function dutyHeadings({ t }: Cli): string[] {
  return [
    t("剩余", "left"),
    t("截止", "deadline"),
    t("责任", "duty"),
    t("事项", "about"),
    t("数据集或版本", "dataset or version"),
    t("使用方", "consumer"),
    t("提供方", "provider"),
    "",
  ];
}

export function dutyCells(d: Duty, { t, language }: Cli): string[] {
  const marks = [
    d.overdue ? t("逾期在案", "overdue on record") : d.late ? t("逾期", "late") : "",
    d.provisional ? t("暂定", "provisional") : "",
  ];
  return [
    timeLeft(d.secondsLeft, language),
    d.deadline === null ? "—" : moment(d.deadline),
    word("duties", d.kind, language),
    d.subject,
    d.version ?? d.dataset,
    ...[d.consumer, d.provider],
    marks.filter(Boolean).join(", "),
  ];
}
