import type { Command } from "commander";
import { type Cli } from "../cli.ts";
import { type ListOptions, listOptions, type PartyOptions, partyOptions } from "../options.ts";
import { listing } from "../render/list.ts";
import { missedCells, missedHeadings } from "../render/promise.ts";
import { explain } from "../usage.ts";

type Options = ListOptions & PartyOptions;

export function define(command: Command, cli: Cli): void {
  const { t } = cli;
  command.argument("[grant]", t("只看此授权之下的，如 G9", "only under this grant, like G9"));
  listOptions(partyOptions(command, cli), cli);
  command.action((grant: string | undefined, options: Options) => missed(grant, options, cli));
  explain(command, cli, ["suyuan missed --of meteorology", "suyuan missed G9", "suyuan promises"]);
}

async function missed(grant: string | undefined, o: Options, cli: Cli): Promise<void> {
  const query = { grant, limit: o.limit, cursor: o.after, organisation: o.of, as: o.part };
  const page = await cli.api.list("missed-deliveries", query);
  listing(cli, page, missedHeadings(cli), (m) => missedCells(m, cli));
}
