import { type Command, Option } from "commander";
import { findings, type Finding, tellings, type Telling } from "../../ledger/emergency/tables.ts";
import { type Cli } from "../cli.ts";
import { type ListOptions, listOptions, type PartyOptions, partyOptions } from "../options.ts";
import { emergencyCells, emergencyHeadings } from "../render/emergency.ts";
import { listing } from "../render/list.ts";
import { explain } from "../usage.ts";

interface Options extends ListOptions, PartyOptions {
  dataset?: string;
  told?: Telling;
  found?: Finding;
  open?: true;
}

export function define(command: Command, cli: Cli): void {
  const { t } = cli;
  const told = new Option("--told <how>", t("只看报告情况如此的", "only with this report"));
  const found = new Option("--found <how>", t("只看核查结果如此的", "only with this review"));
  partyOptions(command, cli)
    .option("--dataset <dataset>", t("只看此数据集的", "only for this dataset"))
    .addOption(told.choices(tellings))
    .addOption(found.choices(findings))
    .option("--open", t("只看尚缺报告或核查的", "only those without report or review"));
  listOptions(command, cli).action((options: Options) => emergencies(options, cli));
  explain(command, cli, ["suyuan emergencies --open", "suyuan emergencies --found unjustified"]);
}

async function emergencies(o: Options, cli: Cli): Promise<void> {
  const { limit, after, of, part, dataset, told, found, open } = o;
  const query = { limit, cursor: after, organisation: of, as: part, dataset, told, found, open };
  const page = await cli.api.list("emergencies", query);
  listing(cli, page, emergencyHeadings(cli), (e) => emergencyCells(e, cli));
}
