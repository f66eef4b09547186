import { type Exposure } from "../../sdk/client.ts";
import { type Cli } from "../cli.ts";
import { table } from "../table.ts";

type Listed = Exposure["direct"];

/** Whom it would newly let get to what: in a line each, and the versions below. */
export function exposureText(e: Exposure, cli: Cli): string {
  const { t } = cli;
  const upTo = t(`最高 ${e.ceiling}`, `up to ${e.ceiling}`);
  const heading = t(
    `${e.consumer} 将新获得 ${e.dataset}（${upTo}）：`,
    `${e.consumer} would newly get to ${e.dataset} (${upTo}):`,
  );
  return [
    `${heading}\n`,
    listText(t("直接", "directly"), e.direct, cli),
    listText(t("经血缘（其来源）", "through lineage, its sources"), e.sources, cli),
    e.downstream ? onwardText(e.downstream, cli) : "",
  ].join("");
}

function onwardText(d: NonNullable<Exposure["downstream"]>, cli: Cli): string {
  const { t } = cli;
  const through = (names: string[]) => names.join(t("、", ", "));
  const others = d.organisations.map(
    ({ organisation, datasets, grants }) =>
      `  ${t("再共享给", "onward to")} ${organisation}: ${through(datasets)} (${through(grants)})\n`,
  );
  const open = t("再共享给所有人，经", "onward to everyone, through");
  return [
    listText(
      t("使用方已据此产生、可再共享的", "made of it already, to be shared onward"),
      d.descendants,
      cli,
    ),
    ...others,
    d.open.length === 0 ? "" : `  ${open} ${through(d.open)}\n`,
    others.length + d.open.length === 0
      ? `  ${t("再共享：目前没有他人", "onward: to nobody as things stand")}\n`
      : "",
  ].join("");
}

function listText(what: string, { count, personal, byGrade, versions, cut }: Listed, { t }: Cli): string {
  const colon = t("：", ": ");
  if (count === 0) return `  ${what}${colon}${t("无", "none")}\n`;
  const grades = Object.entries(byGrade).map(([grade, n]) => `${grade} ${n}`);
  const most = cut?.atLeast ? t("至少 ", "at least ") : "";
  const people = personal === 0 ? [] : [t(`个人信息 ${personal}`, `personal ${personal}`)];
  const line = `  ${what}${colon}${most}${count} ${t("个版本", count === 1 ? "version" : "versions")}`;
  const rows = versions.map((v) => [
    v.name,
    v.grade,
    v.personal ? t("个人信息", "personal") : "",
    v.deliverable ? "" : t("现不可交付", "not deliverable now"),
  ]);
  const [first, ...rest] = rows;
  const shown = first ? table(first, rest).replace(/^/gm, "    ").trimEnd() : "";
  const more =
    cut && cut.shown < count
      ? t(`    ……另有 ${count - cut.shown} 个\n`, `    … and ${count - cut.shown} more\n`)
      : "";
  return `${line}${colon}${[...grades, ...people].join(", ")}\n${shown}\n${more}`;
}
