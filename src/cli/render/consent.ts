import { sayCode } from "../../ledger/words/codes.ts";
import { type Answer } from "../api.ts";
import { type Cli } from "../cli.ts";
import { sheet, table } from "../table.ts";
import { moment } from "../words.ts";

type Consent = Answer<"consents">["items"][number];
type Story = Answer<"consent">;

export function consentHeadings({ t }: Cli): string[] {
  return [
    t("同意", "consent"),
    t("状态", "standing"),
    t("数据集", "dataset"),
    t("引用的版本", "cited by"),
    t("自", "since"),
    t("名称", "label"),
  ];
}

export function consentCells(c: Consent, cli: Cli): (string | number)[] {
  return [c.name, standing(c, cli), c.dataset, c.citations, moment(c.since), c.label ?? ""];
}

const standing = (c: Consent, { t }: Cli) =>
  c.standing === "standing" ? t("有效", "stands") : t("已撤回", "withdrawn");

export function consentSheet(c: Story, cli: Cli): string {
  const { t, language } = cli;
  const { withdrawn: w } = c;
  const ended = w && [moment(w.time), sayCode(w.reason, language), w.note].filter(Boolean).join(", ");
  const about = sheet([
    [t("同意", "consent"), c.name],
    [t("状态", "standing"), standing(c, cli)],
    [t("数据集", "dataset"), c.dataset],
    [t("归属", "owner"), c.owner],
    [t("名称", "label"), c.label],
    [t("内容", "statement"), c.statement],
    [t("撤回", "withdrawn"), ended],
    [t("承诺", "commitment"), c.commitment],
    [t("自", "since"), `${moment(c.since)}, ${t("区块", "block")} ${c.block}`],
    ["id", c.id],
  ]);
  if (c.versions.items.length === 0) return about;
  const headings = [
    t("版本", "version"),
    t("归属", "owner"),
    t("经由", "through"),
    t("链上已标记", "marked"),
  ];
  const rows = c.versions.items.map((v) => [
    v.version,
    v.owner,
    v.through ?? "—",
    v.marked ? t("是", "yes") : "",
  ]);
  return `${about}\n${table(headings, rows)}`;
}

/** What a version rests on, and what it could still cite. */
export function versionConsents(v: Answer<"version-consents">, cli: Cli): string {
  const { t } = cli;
  const barred = t(
    "没有有效的同意作为依据，因此不予交付。",
    "It rests on no consent that stands, so it is not delivered.",
  );
  const more = v.citable.map((c) => c.consent).join(", ");
  return [
    v.cited.length === 0
      ? ""
      : table(
          consentHeadings(cli),
          v.cited.map((c) => consentCells(c, cli)),
        ),
    v.barred ? `${barred}\n` : "",
    v.personal ? "" : `${t("不含个人信息，无需同意。", "It is not personal and needs no consent.")}\n`,
    more === "" ? "" : `${t(`尚可引用：${more}`, `It could cite: ${more}`)} (suyuan cite ${v.version})\n`,
  ].join("");
}
