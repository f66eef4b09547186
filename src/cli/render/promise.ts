import { type Answer } from "../api.ts";
import { sayCode } from "../../ledger/words/codes.ts";
import { type Cli } from "../cli.ts";
import { timeLeft } from "../sharingWords.ts";
import { moment } from "../words.ts";

type Promised = Answer<"promises">["items"][number];
type Missed = Answer<"missed-deliveries">["items"][number];

export function promiseHeadings({ t }: Cli): string[] {
  return [
    t("授权", "grant"),
    t("频率", "cadence"),
    t("下次截止", "next due"),
    t("剩余", "left"),
    t("连续未到", "missed in a row"),
    t("共未到", "in all"),
    t("数据集", "dataset"),
    t("提供方", "provider"),
    t("使用方", "consumer"),
  ];
}

export function promiseCells(p: Promised, { language }: Cli): (string | number)[] {
  return [
    p.grant,
    sayCode(p.cadence, language),
    p.deadline === null ? "—" : moment(p.deadline),
    timeLeft(p.secondsLeft, language),
    ...[p.missed, p.missedInAll, p.dataset, p.provider, p.consumer],
  ];
}

export function missedHeadings({ t }: Cli): string[] {
  return [
    t("授权", "grant"),
    t("应于", "was due"),
    t("频率", "cadence"),
    t("连续第几次", "in a row"),
    t("数据集", "dataset"),
    t("提供方", "provider"),
    t("使用方", "consumer"),
  ];
}

export function missedCells(m: Missed, { language }: Cli): (string | number)[] {
  return [
    m.grant,
    moment(m.due),
    sayCode(m.cadence, language),
    ...[m.missed, m.dataset, m.provider, m.consumer],
  ];
}
