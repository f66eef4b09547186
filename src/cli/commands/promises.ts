import type { Command } from "commander";
import { type Cli } from "../cli.ts";
import { type ListOptions, listOptions, type PartyOptions, partyOptions } from "../options.ts";
import { listing } from "../render/list.ts";
import { promiseCells, promiseHeadings } from "../render/promise.ts";
import { explain } from "../usage.ts";

interface Options extends ListOptions, PartyOptions {
  waited?: true;
}

export function define(command: Command, cli: Cli): void {
  const { t } = cli;
  partyOptions(command, cli).option(
    "--waited",
    t("只看正在等待的", "only of which a delivery is waited for"),
  );
  listOptions(command, cli).action((options: Options) => promises(options, cli));
  explain(command, cli, ["suyuan promises --waited", "suyuan promises --of meteorology --part provider"]);
}

async function promises({ limit, after, of, part, waited }: Options, cli: Cli): Promise<void> {
  const query = { limit, cursor: after, organisation: of, as: part, waited };
  const page = await cli.api.list("promises", query);
  listing(cli, page, promiseHeadings(cli), (p) => promiseCells(p, cli));
}
