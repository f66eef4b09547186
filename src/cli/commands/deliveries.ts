import { type Command, Option } from "commander";
import { deliveryStandings, type DeliveryStanding } from "../../ledger/delivery/tables.ts";
import { type Cli } from "../cli.ts";
import { type ListOptions, listOptions, type PartyOptions, partyOptions } from "../options.ts";
import { deliveryCells, deliveryHeadings } from "../render/delivery.ts";
import { listing } from "../render/list.ts";
import { explain } from "../usage.ts";

interface Options extends ListOptions, PartyOptions {
  grant?: string;
  delivered?: string;
  standing?: DeliveryStanding;
}

export function define(command: Command, cli: Cli): void {
  const { t } = cli;
  const standing = new Option("--standing <standing>", t("只看此状态的", "only of this standing"));
  partyOptions(command, cli)
    .option("--grant <grant>", t("只看此授权之下的", "only under this grant"))
    .option("--delivered <version>", t("只看此版本的", "only of this version"))
    .addOption(standing.choices(deliveryStandings));
  listOptions(command, cli).action((options: Options) => deliveries(options, cli));
  explain(command, cli, ["suyuan deliveries --grant G9", "suyuan deliveries --standing overdue"]);
}

async function deliveries(o: Options, cli: Cli): Promise<void> {
  const { limit, after, of, part, grant, delivered: version, standing } = o;
  const query = { limit, cursor: after, organisation: of, as: part, grant, version, standing };
  const page = await cli.api.list("deliveries", query);
  listing(cli, page, deliveryHeadings(cli), (d) => deliveryCells(d, cli));
}
