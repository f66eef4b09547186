import { type Command, Option } from "commander";
import { dutyKinds, type DutyKind } from "../../ledger/duty/tables.ts";
import { type Cli } from "../cli.ts";
import { type ListOptions, listOptions } from "../options.ts";
import { dutyCells, dutyHeadings } from "../render/duty.ts";
import { listing } from "../render/list.ts";
import { explain } from "../usage.ts";

interface Options extends ListOptions {
  kind?: DutyKind;
}

export function define(command: Command, cli: Cli): void {
  const { t } = cli;
  command.addOption(new Option("--kind <duty>", t("只看此类责任", "only of this duty")).choices(dutyKinds));
  listOptions(command, cli).action((options: Options) => countdowns(options, cli));
  explain(command, cli, ["suyuan countdowns", "suyuan countdowns --kind report --limit 10"]);
}

async function countdowns({ limit, after, kind }: Options, cli: Cli): Promise<void> {
  const page = await cli.api.list("countdowns", { limit, cursor: after, kind });
  const headings = [cli.t("组织", "who"), ...dutyHeadings(cli)];
  listing(cli, page, headings, (d) => [d.organisation, ...dutyCells(d, cli)]);
}
