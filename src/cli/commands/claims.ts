import type { Command } from "commander";
import { type Cli } from "../cli.ts";
import { type ListOptions, listOptions, type PartyOptions, partyOptions } from "../options.ts";
import { listing } from "../render/list.ts";
import { explain } from "../usage.ts";
import { moment } from "../words.ts";

interface Options extends ListOptions, PartyOptions {
  dataset?: string;
}

export function define(command: Command, cli: Cli): void {
  const { t } = cli;
  partyOptions(command, cli).option("--dataset <dataset>", t("只看此数据集的", "only for this dataset"));
  listOptions(command, cli).action((options: Options) => claims(options, cli));
  explain(command, cli, ["suyuan claims", "suyuan claims --of transport --part consumer"]);
}

async function claims({ limit, after, of, part, dataset }: Options, cli: Cli): Promise<void> {
  const { t } = cli;
  const page = await cli.api.list("claims", { limit, cursor: after, organisation: of, as: part, dataset });
  const headings = [
    t("时间", "time"),
    t("数据集", "dataset"),
    t("声明方", "claimed by"),
    t("数据方", "owner"),
    t("授权", "grant"),
    t("说明", "note"),
  ];
  listing(cli, page, headings, (c) => [
    ...[moment(c.time), c.dataset, c.consumer, c.provider, c.grant ?? "—"],
    c.note ?? t("（未公开）", "(hidden)"),
  ]);
}
