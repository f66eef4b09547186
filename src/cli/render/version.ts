import type { VersionAnswer } from "../../ledger/dataset/answers.ts";
import { type Cli } from "../cli.ts";
import { sheet } from "../table.ts";
import { bytes, gradeOf, moment, standingWord, titleIn } from "../words.ts";

/** Everything about one version, a line each. */
export function versionSheet(v: VersionAnswer, { t, language }: Cli): string {
  const { content, run, recalled, withdrawn } = v;
  const mark = (m: { time: string; reason?: string | undefined; note?: string | undefined } | null) =>
    m && [moment(m.time), m.reason, m.note].filter(Boolean).join(", ");
  return sheet([
    [t("版本", "version"), v.name],
    [t("名称", "title"), titleIn(v.title ?? v.datasetTitle, language)],
    [t("状态", "standing"), standingWord(v.standing, language)],
    [t("更正为", "corrected by"), v.corrected.map((c) => c.by).join(", ")],
    [t("撤回", "withdrawn"), mark(withdrawn)],
    [t("召回", "recalled"), mark(recalled)],
    [t("受其召回影响", "affected by"), v.affectedBy.join(", ")],
    [t("归属", "owner"), v.owner],
    [t("发布者", "published by"), v.publisher === v.owner ? "" : v.publisher],
    [t("自", "since"), `${moment(v.time)}, ${t("区块", "block")} ${v.block}`],
    [t("级别", "grade"), gradeOf(v, t)],
    [t("依据的同意", "rests on"), v.consents.join(", ")],
    [t("脱敏证据", "evidence"), v.evidence],
    ["SHA-256", content.sha256 + (content.committed ? t("（加盐承诺）", " (salted commitment)") : "")],
    ["SM3", content.sm3],
    [t("大小", "size"), content.size === null ? "" : bytes(content.size)],
    [t("类型", "media type"), v.mediaType],
    [t("作业", "job"), run && `${run.job} (${run.name})`],
    [t("代码", "code"), run?.code],
    [t("来源", "parents"), v.parents.join(" ")],
    [t("更正了", "corrects"), v.corrects],
    ["id", v.id],
    [t("交易", "transaction"), v.transaction],
  ]);
}
