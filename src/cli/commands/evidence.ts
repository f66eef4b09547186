import type { Command } from "commander";
import { type Cli } from "../cli.ts";
import { type ListOptions, listOptions } from "../options.ts";
import { evidenceCells, evidenceHeadings } from "../render/evidence.ts";
import { listing } from "../render/list.ts";
import { explain } from "../usage.ts";

interface Options extends ListOptions {
  of?: string;
  about?: string;
  waiting?: true;
}

export function define(command: Command, cli: Cli): void {
  const { t } = cli;
  command
    .option("--of <organisation>", t("只看此组织的", "only of this organisation"))
    .option("--about <version>", t("只看此版本的", "only of this version"))
    .option("--waiting", t("只看待另一名数据官认可的", "only what waits for another officer"));
  listOptions(command, cli).action((options: Options) => evidence(options, cli));
  explain(command, cli, ["suyuan evidence --waiting", "suyuan evidence --about hospital-a/figures@1"]);
}

async function evidence({ limit, after, of, about: version, waiting }: Options, cli: Cli): Promise<void> {
  const decision = waiting ? ("waited" as const) : undefined;
  const query = { limit, cursor: after, organisation: of, version, decision };
  const page = await cli.api.list("evidence", query);
  listing(cli, page, evidenceHeadings(cli), (e) => evidenceCells(e, cli));
}
