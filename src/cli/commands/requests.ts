import { type Command, Option } from "commander";
import { stages, type Stage } from "../../ledger/request/tables.ts";
import { type Cli } from "../cli.ts";
import { type ListOptions, listOptions, type PartyOptions, partyOptions } from "../options.ts";
import { listing } from "../render/list.ts";
import { requestCells, requestHeadings } from "../render/request.ts";
import { explain } from "../usage.ts";

interface Options extends ListOptions, PartyOptions {
  dataset?: string;
  stage?: Stage;
  open?: true;
}

export function define(command: Command, cli: Cli): void {
  const { t } = cli;
  partyOptions(command, cli)
    .option("--dataset <dataset>", t("只看此数据集的", "only for this dataset"))
    .addOption(new Option("--stage <stage>", t("只看此阶段的", "only at this stage")).choices(stages))
    .option("--open", t("只看未办结的", "only those still to be settled"));
  listOptions(command, cli).action((options: Options) => requests(options, cli));
  explain(command, cli, ["suyuan requests --open", "suyuan requests --of transport --part consumer"]);
}

async function requests({ limit, after, of, part, dataset, stage, open }: Options, cli: Cli): Promise<void> {
  const query = { limit, cursor: after, organisation: of, as: part, dataset, stage, open };
  const page = await cli.api.list("requests", query);
  listing(cli, page, requestHeadings(cli), (r) => requestCells(r, cli));
}
