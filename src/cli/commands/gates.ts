import type { Command } from "commander";
import { type Answer } from "../api.ts";
import { type Cli } from "../cli.ts";
import { sheet } from "../table.ts";
import { explain } from "../usage.ts";
import { moment } from "../words.ts";

export function define(command: Command, cli: Cli): void {
  command.argument("<grant>", cli.t("如 G9", "like G9")).action((grant: string) => gates(grant, cli));
  explain(command, cli, ["suyuan gates G9"]);
}

async function gates(grant: string, cli: Cli): Promise<void> {
  const answer = await cli.api.query("gates", { grant });
  cli.print(answer, text(answer, cli));
}

function text(g: Answer<"gates">, { t }: Cli): string {
  const { clearance, consent, named, crossing } = g;
  const free = t("无须通过", "not needed");
  const holds = (is: boolean | null) =>
    is === null ? "" : is ? t("，可通过", ", passes") : t("，现不可通过", ", would not pass now");
  const upTo = (of: string | null) => (of === null ? "" : t(`，许可至 ${of}`, `, cleared up to ${of}`));
  return sheet([
    [t("授权", "grant"), g.grant],
    [t("数据集", "dataset"), g.dataset],
    [
      t("许可", "clearance"),
      clearance
        ? `${t("须", "needs")} ${clearance.needed}${upTo(clearance.cleared)}${holds(clearance.holds)}`
        : free,
    ],
    [
      t("同意", "consent"),
      consent ? `${t("有效", "standing")} ${consent.standing}${holds(consent.holds)}` : free,
    ],
    [t("指定的数据官", "named officers"), named ? (named.officers?.join(" ") ?? "—") : free],
    [
      t("出境评估", "assessment"),
      crossing
        ? `${crossing.assessment}, ${moment(crossing.until)}${holds(crossing.holds)}`
        : g.hidden
          ? "—"
          : free,
    ],
  ]);
}
