import { type Answer } from "../api.ts";
import { sayCode } from "../../ledger/words/codes.ts";
import { type Cli } from "../cli.ts";
import { sheet, table } from "../table.ts";
import { timeLeft, word } from "../sharingWords.ts";
import { moment } from "../words.ts";
import { emergencySheet } from "./emergency.ts";
import { deliveryCells, deliveryHeadings } from "./delivery.ts";

export type Grant = Answer<"grants">["items"][number];
type Story = Answer<"grant">;

export function grantHeadings({ t }: Cli): string[] {
  return [
    t("授权", "grant"),
    t("状态", "standing"),
    t("使用方", "consumer"),
    t("提供方", "provider"),
    t("数据集", "dataset"),
    t("至", "until"),
    t("剩余", "left"),
    t("申请", "request"),
  ];
}

export function grantCells(g: Grant, { language }: Cli): string[] {
  return [
    g.name,
    word("grantStandings", g.standing, language),
    ...[g.consumer, g.provider, g.dataset],
    moment(g.expires),
    timeLeft(g.secondsLeft, language),
    g.request,
  ];
}

/** Everything about one grant: a line each, then its steps, its deliveries and what was made under it. */
export function grantSheet(g: Story, cli: Cli): string {
  const { t } = cli;
  const { items, next } = g.deliveries;
  const deliveries = table(
    deliveryHeadings(cli),
    items.map((d) => deliveryCells(d, cli)),
  );
  const more = t(
    `还有更多：suyuan deliveries --grant ${g.name}`,
    `more: suyuan deliveries --grant ${g.name}`,
  );
  return [
    aboutGrant(g, cli),
    g.inEmergency ? `\n${emergencySheet(g.inEmergency, cli)}` : "",
    g.steps.length === 0 ? "" : `\n${stepTable(g, cli)}`,
    items.length === 0 ? "" : `\n${deliveries}`,
    next === null ? "" : `${more}\n`,
  ].join("");
}

function aboutGrant(g: Story, { t, language }: Cli): string {
  const hidden = t("用途、字段、责任与说明", "purpose, fields, responsibilities and notes");
  const versions = g.versions.items.map((v) => v.name);
  return sheet([
    [t("授权", "grant"), g.name],
    [t("状态", "standing"), word("grantStandings", g.standing, language)],
    [t("申请", "request"), g.request],
    [t("使用方", "consumer"), g.consumer],
    [t("提供方", "provider"), g.provider],
    [t("数据集", "dataset"), g.dataset],
    [t("最高级别", "ceiling"), g.ceiling],
    [t("用途", "purpose"), sayCode(g.asked.purpose, language)],
    [t("场景", "scenario"), g.asked.scenario],
    [t("字段", "fields"), g.fields?.join(", ")],
    [t("责任", "responsibilities"), g.responsibilities],
    [t("至", "until"), moment(g.expires)],
    [t("剩余", "left"), g.secondsLeft === null ? "" : timeLeft(g.secondsLeft, language)],
    [t("反馈时限", "feedback within"), g.emergency ? "" : timeLeft(g.feedbackWindow, language)],
    [t("承诺交付", "promised"), g.promise && promised(g.promise)],
    [t("指定的数据官", "named officers"), g.officers?.join(" ")],
    [t("出境评估", "assessment"), g.assessment],
    [t("再共享", "onward"), g.onward ? t("可以", "allowed") : ""],
    [t("变更自", "amends"), g.amends],
    [t("变更为", "amended by"), g.amendedBy],
    [t("据此发布", "made under it"), versions.join(", ") + (g.versions.next === null ? "" : ", …")],
    [t("不公开", "hidden"), g.hidden ? hidden : ""],
    [t("自", "since"), `${moment(g.since)}, ${t("区块", "block")} ${g.block}`],
    ["id", g.id],
  ]);

  function promised(p: NonNullable<Story["promise"]>): string {
    const next = p.deadline === null ? "" : `${t("下次截止", "next due")} ${moment(p.deadline)}`;
    const missed = p.missedInAll === 0 ? "" : t(`未到 ${p.missedInAll} 次`, `${p.missedInAll} missed`);
    return [sayCode(p.cadence, language), next, missed].filter(Boolean).join(", ");
  }
}

const acts: Record<string, [string, string]> = {
  GrantSuspended: ["暂停", "suspended"],
  GrantResumed: ["恢复", "resumed"],
  GrantRevoked: ["撤销", "revoked"],
  GrantTerminated: ["放弃", "given up"],
};

function stepTable({ steps }: Story, { t, language }: Cli): string {
  const headings = [t("时间", "time"), t("步骤", "step"), t("原因", "reason"), t("说明", "note")];
  const rows = steps.map((s) => {
    const known = acts[s.event];
    return [
      moment(s.time),
      known ? t(...known) : s.event,
      s.reason ? sayCode(s.reason, language) : "—",
      s.note ?? "",
    ];
  });
  return table(headings, rows);
}
