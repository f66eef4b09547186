import type { Command } from "commander";
import { type Answer } from "../api.ts";
import { type Cli } from "../cli.ts";
import { sheet, table } from "../table.ts";
import { explain, wholeNumber } from "../usage.ts";
import { moment } from "../words.ts";

export function define(command: Command, cli: Cli): void {
  const { t } = cli;
  const year = wholeNumber(1970, 9999, cli);
  command.argument("[year]", t("该年的节假日与调休", "a year's holidays and worked weekends"), year);
  command.action((given: number | undefined) => workingDays(given, cli));
  explain(command, cli, ["suyuan working-days", "suyuan working-days 2026"]);
}

async function workingDays(year: number | undefined, cli: Cli): Promise<void> {
  const answer = await cli.api.query("working-days", { year });
  cli.print(answer, answer.year ? yearText(answer.year, cli) : overview(answer, cli));
}

type Days = Answer<"working-days">;

const steps: Record<Days["terms"][number]["step"], [string, string]> = {
  review: ["大数据局审核", "review"],
  "reply-on-platform": ["答复（平台上已有）", "reply, on the platform"],
  "reply-off-platform": ["答复（平台上没有）", "reply, not on the platform"],
  mediation: ["协调", "mediation"],
  "emergency-review": ["应急核查", "review of an emergency"],
};

function overview({ terms, calendars }: Days, { t }: Cli): string {
  const about = [t("环节", "step"), t("工作日", "working days"), t("自", "since"), t("说明", "note")];
  const rows = terms.map((i) => [
    t(...steps[i.step]),
    i.workingDays,
    i.since === null ? t("默认", "by default") : moment(i.since),
    i.note,
  ]);
  const years = [t("年份", "year"), t("自", "since"), t("来源", "source")];
  const none = t(
    "尚未公布任何一年的工作日表：截止时间均为暂定。\n",
    "No year's working days are published: every deadline is provisional.\n",
  );
  const published = table(
    years,
    calendars.map((c) => [c.year, moment(c.since), c.source]),
  );
  return `${table(about, rows)}\n${calendars.length === 0 ? none : published}`;
}

function yearText(y: NonNullable<Days["year"]>, { t }: Cli): string {
  if (!y.published) {
    const en = `The working days of ${y.year} are not published: only weekends are off, and deadlines are provisional.\n`;
    return t(`${y.year} 年工作日表尚未公布：仅周末休息，截止时间为暂定。\n`, en);
  }
  return sheet([
    [t("年份", "year"), y.year],
    [t("来源", "source"), y.source],
    [t("休息", "off besides weekends"), y.holidays.join(" ")],
    [t("调休上班", "weekends worked"), y.workdays.join(" ")],
  ]);
}
