import type { Command } from "commander";
import { type Cli } from "../cli.ts";
import { type ListOptions, listOptions } from "../options.ts";
import { listing } from "../render/list.ts";
import { supplyCells, supplyHeadings, supplySheet } from "../render/supply.ts";
import { explain } from "../usage.ts";

interface Options extends ListOptions {
  provider?: string;
}

export function define(command: Command, cli: Cli): void {
  const { t } = cli;
  command
    .argument("[dataset]", t("只看这一项及其历次修订", "this item alone, with its revisions"))
    .option("--provider <organisation>", t("只看此提供方的", "only of this provider"));
  listOptions(command, cli);
  command.action((dataset: string | undefined, options: Options) => supply(dataset, options, cli));
  explain(command, cli, ["suyuan supply --provider meteorology", "suyuan supply meteorology/weather-daily"]);
}

async function supply(dataset: string | undefined, o: Options, cli: Cli): Promise<void> {
  if (dataset !== undefined) {
    const item = await cli.api.query("supply-item", { dataset });
    return cli.print(item, supplySheet(item, cli));
  }
  const page = await cli.api.list("supply", { limit: o.limit, cursor: o.after, provider: o.provider });
  listing(cli, page, supplyHeadings(cli), (i) => supplyCells(i, cli));
}
