import { type Answer } from "../api.ts";
import { type Cli } from "../cli.ts";
import { sheet, table } from "../table.ts";
import { moment, titleIn } from "../words.ts";

type Organisation = Answer<"organisation">;

export function organisationSheet(o: Organisation, cli: Cli): string {
  const { t, language } = cli;
  const about = sheet([
    [t("组织", "organisation"), o.code],
    [t("名称", "name"), titleIn(o.name, language)],
    [t("类型", "kind"), o.kind],
    [t("上级", "part of"), o.parent],
    [t("状态", "standing"), o.suspended ? t("已暂停", "suspended") : t("正常", "in force")],
    [t("自", "since"), `${moment(o.since)}, ${t("区块", "block")} ${o.block}`],
    ["id", o.id],
  ]);
  return `${about}\n${keyTable(o, cli)}`;
}

/** Every interval of every key; the data officer's is marked. */
export function keyTable(o: Organisation, { t }: Cli): string {
  const headings = [
    t("数据官密钥", "officer key"),
    t("权限", "permissions"),
    t("自", "from"),
    t("至", "until"),
    t("区块", "block"),
  ];
  const rows = o.keys.flatMap(({ key, intervals }) =>
    intervals.map((i) => [key, i.permissions.join(",") || "—", time(i.from), time(i.until), i.block]),
  );
  return table(headings, rows);
}

/** Seconds; the greatest of JavaScript's calendar is far beyond any officer. */
function time(seconds: number): string {
  if (seconds === 0) return "—";
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) || date.getUTCFullYear() > 9999 ? "—" : moment(date.toISOString());
}
