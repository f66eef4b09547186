import { type Command, Option } from "commander";
import { shownStandings, type ShownStanding } from "../../ledger/grant/answers.ts";
import { type Cli } from "../cli.ts";
import { type ListOptions, listOptions, type PartyOptions, partyOptions } from "../options.ts";
import { grantCells, grantHeadings } from "../render/grant.ts";
import { listing } from "../render/list.ts";
import { explain } from "../usage.ts";

interface Options extends ListOptions, PartyOptions {
  dataset?: string;
  standing?: ShownStanding;
}

export function define(command: Command, cli: Cli): void {
  const { t } = cli;
  const standing = new Option("--standing <standing>", t("只看此状态的", "only of this standing"));
  partyOptions(command, cli)
    .option("--dataset <dataset>", t("只看此数据集的", "only for this dataset"))
    .addOption(standing.choices(shownStandings));
  listOptions(command, cli).action((options: Options) => grants(options, cli));
  explain(command, cli, ["suyuan grants --standing live", "suyuan grants --of transport --part consumer"]);
}

async function grants({ limit, after, of, part, dataset, standing }: Options, cli: Cli): Promise<void> {
  const query = { limit, cursor: after, organisation: of, as: part, dataset, standing };
  const page = await cli.api.list("grants", query);
  listing(cli, page, grantHeadings(cli), (g) => grantCells(g, cli));
}
