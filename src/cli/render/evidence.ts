import { sayCode } from "../../ledger/words/codes.ts";
import { type Answer } from "../api.ts";
import { type Cli } from "../cli.ts";
import { sheet } from "../table.ts";
import { moment } from "../words.ts";

type Evidence = Answer<"evidence-item">;

export function evidenceHeadings({ t }: Cli): string[] {
  return [
    t("证据", "evidence"),
    t("结论", "decision"),
    t("组织", "organisation"),
    t("允许的级别", "allows"),
    t("方法", "method"),
    t("自", "since"),
    t("版本", "version"),
  ];
}

export function evidenceCells(e: Evidence, cli: Cli): string[] {
  const method = sayCode(e.method, cli.language);
  return [e.name, decision(e, cli), e.organisation, allows(e, cli), method, moment(e.since), e.version];
}

function decision(e: Evidence, { t }: Cli): string {
  const words = {
    waited: t("待认可", "waits"),
    approved: t("已认可", "approved"),
    rejected: t("未认可", "rejected"),
  };
  return words[e.decision];
}

function allows(e: Evidence, { t }: Cli): string {
  const flags = [e.personal && t("个人信息", "personal"), e.least && t("最小授权", "least authorisation")];
  return [e.grade, ...flags].filter(Boolean).join(", ");
}

export function evidenceSheet(e: Evidence, cli: Cli): string {
  const { t, language } = cli;
  const { decided: d } = e;
  const by = d && [moment(d.time), d.organisation, d.key, d.note].filter(Boolean).join(", ");
  return sheet([
    [t("证据", "evidence"), e.name],
    [t("结论", "decision"), decision(e, cli)],
    [t("版本", "version"), e.version + (e.published ? "" : t("（未发布）", " (not published)"))],
    [t("允许的级别", "allows"), allows(e, cli)],
    [t("方法", "method"), sayCode(e.method, language)],
    [t("报告摘要", "report"), e.report],
    [t("说明", "note"), e.note],
    [t("组织", "organisation"), e.organisation],
    [t("提交者", "made by"), e.maker],
    [t("决定", "decided"), by],
    [t("提交次数", "proposals"), e.proposals > 1 ? e.proposals : ""],
    [t("自", "since"), `${moment(e.since)}, ${t("区块", "block")} ${e.block}`],
    ["id", e.id],
  ]);
}
