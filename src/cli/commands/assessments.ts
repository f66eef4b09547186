import type { Command } from "commander";
import { type Cli } from "../cli.ts";
import { type ListOptions, listOptions } from "../options.ts";
import { listing } from "../render/list.ts";
import { explain } from "../usage.ts";
import { moment } from "../words.ts";

interface Options extends ListOptions {
  consumer?: string;
  dataset?: string;
}

export function define(command: Command, cli: Cli): void {
  const { t } = cli;
  command
    .option("--consumer <organisation>", t("只看此使用方的", "only of this consumer"))
    .option("--dataset <dataset>", t("只看此数据集的", "only for this dataset"));
  listOptions(command, cli).action((options: Options) => assessments(options, cli));
  explain(command, cli, ["suyuan assessments", "suyuan assessments --dataset port/arrivals"]);
}

async function assessments({ limit, after, consumer, dataset }: Options, cli: Cli): Promise<void> {
  const { t } = cli;
  const page = await cli.api.list("assessments", { limit, cursor: after, consumer, dataset });
  const headings = [
    t("编号", "reference"),
    t("使用方", "consumer"),
    t("数据集", "dataset"),
    t("至", "until"),
    t("状态", "standing"),
    t("境外接收方", "recipient"),
  ];
  const standings = {
    standing: t("有效", "standing"),
    expired: t("已过期", "expired"),
    revoked: t("已撤销", "revoked"),
  };
  listing(cli, page, headings, (a) => [
    ...[a.code, a.consumer, a.dataset, moment(a.until), standings[a.standing]],
    a.recipient ?? "",
  ]);
}
