import { type Answer } from "../api.ts";
import { type Cli } from "../cli.ts";
import { sheet } from "../table.ts";
import { gradeOf, moment, titleIn } from "../words.ts";

export function datasetSheet(d: Answer<"dataset">, { t, language }: Cli): string {
  return sheet([
    [t("数据集", "dataset"), d.name],
    [t("名称", "title"), titleIn(d.title, language)],
    [t("归属", "owner"), d.owner],
    [t("领域", "domain"), d.domain],
    [t("类别", "category"), d.category],
    [t("级别", "grade"), gradeOf(d, t)],
    [t("共享", "sharing"), d.unconditional ? t("无条件", "unconditional") : t("有条件", "conditional")],
    [t("版本数", "versions"), d.versions],
    [t("自", "since"), `${moment(d.since)}, ${t("区块", "block")} ${d.block}`],
    ["id", d.id],
  ]);
}
