import type { Command } from "commander";
import { type Cli } from "../cli.ts";
import { type AtOption, atOption, type ListOptions, listOptions } from "../options.ts";
import { factListing } from "../render/facts.ts";
import { explain } from "../usage.ts";

export function define(command: Command, cli: Cli): void {
  const { t } = cli;
  command.argument(
    "<subject>",
    t("版本、数据集、组织、R17、G9 或 id", "a version, dataset, organisation, R17, G9 or an id"),
  );
  atOption(listOptions(command, cli), cli);
  command.action((subject: string, options: ListOptions & AtOption) => history(subject, options, cli));
  explain(command, cli, ["suyuan history meteorology/weather-daily@3", "suyuan history meteorology --json"]);
}

async function history(subject: string, { limit, after, at }: ListOptions & AtOption, cli: Cli) {
  const page = await cli.api.list("history", { subject, limit, cursor: after, at });
  factListing(cli, page);
  if (!cli.json) cli.write(`${cli.t("滚动头", "head")}  ${page.head}`);
}
