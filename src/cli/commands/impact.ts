import type { Command } from "commander";
import { type Answer } from "../api.ts";
import { type Cli } from "../cli.ts";
import { type AtOption, atOption } from "../options.ts";
import { sheet, table } from "../table.ts";
import { explain, wholeNumber } from "../usage.ts";

interface Options extends AtOption {
  depth?: number;
  limit: number;
}

export function define(command: Command, cli: Cli): void {
  const { t } = cli;
  command
    .argument("<version>", t("若召回它", "the version that would be recalled"))
    .option("--depth <n>", t("最多几层", "at most so many steps"), wholeNumber(0, 10_000, cli))
    .option("--limit <n>", t("最多几个版本", "at most so many versions"), wholeNumber(1, 50_000, cli), 1_000);
  atOption(command, cli);
  command.action((version: string, options: Options) => impact(version, options, cli));
  explain(command, cli, ["suyuan impact meteorology/weather-daily@1"]);
}

async function impact(version: string, { depth, limit, at }: Options, cli: Cli): Promise<void> {
  const answer = await cli.api.query("impact", { version, depth, limit, at });
  cli.print(answer, impactText(version, answer, cli));
}

function impactText(version: string, answer: Answer<"impact">, { t }: Cli): string {
  const { organisations, nodes, marked, cut } = answer;
  const rows = organisations.map((o) => [o.organisation, o.versions, o.datasets.join(" ")]);
  const headings = [t("组织", "organisation"), t("版本数", "versions"), t("数据集", "datasets")];
  const summary = sheet([
    [t("若召回", "recalling"), version],
    [t("派生版本", "derived versions"), nodes.length - 1],
    [t("链上已标记", "marked on chain"), marked],
  ]);
  const all = t("（未列全：请增大 --depth 或 --limit）\n", "(Cut: raise --depth or --limit for all.)\n");
  return summary + (rows.length > 0 ? `\n${table(headings, rows)}` : "") + (cut ? all : "");
}
