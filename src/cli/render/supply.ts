import { type Answer } from "../api.ts";
import { sayCode } from "../../ledger/words/codes.ts";
import { type Cli } from "../cli.ts";
import { sheet, table } from "../table.ts";
import { moment, titleIn } from "../words.ts";

type Item = Answer<"supply">["items"][number];

export function supplyHeadings({ t }: Cli): string[] {
  return [
    t("数据集", "dataset"),
    t("名称", "title"),
    t("共享", "sharing"),
    t("更新", "cadence"),
    t("级别", "grade"),
    t("字段", "fields"),
    t("条件或依据", "condition or ground"),
  ];
}

export function supplyCells(i: Item, { language }: Cli): string[] {
  return [
    i.dataset,
    titleIn(i.title, language),
    sayCode(i.sharing, language),
    sayCode(i.cadence, language),
    i.grade ?? "—",
    i.fields.join(","),
    i.terms,
  ];
}

/** One item as it stands, a line each, and its revisions. */
export function supplySheet(i: Answer<"supply-item">, { t, language }: Cli): string {
  const about = sheet([
    [t("数据集", "dataset"), i.dataset],
    [t("名称", "title"), titleIn(i.title, language)],
    [t("提供方", "provider"), i.provider],
    [t("共享", "sharing"), sayCode(i.sharing, language)],
    [t("条件或依据", "condition or ground"), i.terms],
    [t("更新", "cadence"), sayCode(i.cadence, language)],
    [t("平台上已有", "on the platform"), i.onPlatform ? t("是", "yes") : t("否", "no")],
    [t("级别", "grade"), i.grade],
    [t("字段", "fields"), i.fields.join(", ")],
  ]);
  const headings = [t("修订", "revision"), t("自", "since"), t("共享", "sharing"), t("字段", "fields")];
  const rows = i.revisions.map((r) => [
    r.revision,
    moment(r.since),
    sayCode(r.sharing, language),
    r.fields.join(","),
  ]);
  return `${about}\n${table(headings, rows)}`;
}
