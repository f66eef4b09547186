import { type Answer } from "../api.ts";
import { sayCode } from "../../ledger/words/codes.ts";
import { type Cli } from "../cli.ts";
import { sheet, table } from "../table.ts";
import { timeLeft, word } from "../sharingWords.ts";
import { moment } from "../words.ts";

export type Request = Answer<"requests">["items"][number];
type Story = Answer<"request">;

export function requestHeadings({ t }: Cli): string[] {
  return [
    t("申请", "request"),
    t("阶段", "stage"),
    t("使用方", "consumer"),
    t("提供方", "provider"),
    t("数据集", "dataset"),
    t("截止", "deadline"),
    t("剩余", "left"),
    t("用途", "purpose"),
  ];
}

export function requestCells(r: Request, { language, t }: Cli): string[] {
  return [
    r.name,
    word("stages", r.stage, language),
    ...[r.consumer, r.provider, r.dataset],
    r.deadline === null ? "—" : moment(r.deadline),
    timeLeft(r.secondsLeft, language),
    r.purpose ?? (r.hidden ? t("（未公开）", "(hidden)") : t("（保密）", "(confidential)")),
  ];
}

/** Everything about one request: a line each, then its steps and its grants. */
export function requestSheet(r: Story, cli: Cli): string {
  const { t } = cli;
  const grants = r.granted.map((g) => `${g.name} (${word("grantStandings", g.standing, cli.language)})`);
  const granted = sheet([[t("授权", "grants"), grants.join(", ")]]);
  return `${aboutRequest(r, cli)}${granted}\n${stepTable(r, cli)}`;
}

function aboutRequest(r: Story, { t, language }: Cli): string {
  const yes = (holds: boolean | null) => (holds ? t("是", "yes") : "");
  const provisional = r.provisional
    ? t("（暂定：当年工作日表未公布）", " (provisional: no table of that year)")
    : "";
  return sheet([
    [t("申请", "request"), r.name],
    [t("阶段", "stage"), word("stages", r.stage, language)],
    [t("等待", "waits for"), r.waitsFor],
    [t("截止", "deadline"), r.deadline && moment(r.deadline) + provisional],
    [t("剩余", "left"), r.deadline && timeLeft(r.secondsLeft, language)],
    [t("使用方", "consumer"), r.consumer],
    [t("提供方", "provider"), r.provider],
    [t("数据集", "dataset"), r.dataset],
    [t("级别", "grade"), r.grade],
    [t("用途", "purpose"), sayCode(r.purpose, language)],
    [t("依据", "basis"), sayCode(r.basis, language)],
    [t("场景", "scenario"), r.scenario],
    [t("字段", "fields"), r.fields?.join(", ")],
    [t("期限（天）", "days"), r.duration],
    [t("再共享", "onward"), yes(r.onward)],
    [t("出境", "abroad"), yes(r.abroad)],
    [t("承诺", "commitment"), r.commitment],
    [
      t("不公开", "hidden"),
      r.hidden ? t("用途、字段、场景与说明", "purpose, fields, scenario and notes") : "",
    ],
    [t("自", "since"), `${moment(r.since)}, ${t("区块", "block")} ${r.block}`],
    ["id", r.id],
  ]);
}

function stepTable({ steps }: Story, { t, language }: Cli): string {
  const headings = [
    t("时间", "time"),
    t("由", "by"),
    t("之后", "then"),
    t("截止", "deadline"),
    t("原因", "reason"),
    t("说明", "note"),
  ];
  const rows = steps.map((s) => [
    moment(s.time) + (s.late ? t("（逾期）", " (late)") : ""),
    s.by ?? t("任何人", "anyone"),
    word("stages", s.stage, language),
    s.deadline === null ? "—" : moment(s.deadline),
    s.reason ? sayCode(s.reason, language) : "—",
    s.note ?? "",
  ]);
  return table(headings, rows);
}
