import type { Command } from "commander";
import { sayCode } from "../../ledger/words/codes.ts";
import { type Cli } from "../cli.ts";
import { type ListOptions, listOptions } from "../options.ts";
import { listing } from "../render/list.ts";
import { explain } from "../usage.ts";
import { moment } from "../words.ts";

export function define(command: Command, cli: Cli): void {
  const { t } = cli;
  command.argument("<organisation>", t("如 hospital-b", "like hospital-b"));
  listOptions(command, cli);
  command.action((organisation: string, options: ListOptions) => clearances(organisation, options, cli));
  explain(command, cli, ["suyuan clearances hospital-b"]);
}

async function clearances(organisation: string, { limit, after }: ListOptions, cli: Cli): Promise<void> {
  const { t, language } = cli;
  const page = await cli.api.list("clearances", { organisation, limit, cursor: after });
  const headings = [t("用途", "purpose"), t("最高级别", "grade"), t("至", "until"), "", t("说明", "note")];
  listing(cli, page, headings, (c) => [
    c.purpose === null ? t("任何用途", "any") : sayCode(c.purpose, language),
    c.grade,
    c.until === null ? "—" : moment(c.until),
    c.inForce ? "" : t("已过期", "lapsed"),
    c.note,
  ]);
}
