import { type Command } from "commander";
import { type z } from "zod";
import { type impact as impactQuery } from "../../ledger/lineage/queries.ts";
import { segment } from "../api.ts";
import { type Cli } from "../cli.ts";
import { type AtOption, atOption } from "../options.ts";
import { table } from "../table.ts";
import { explain, wholeNumber } from "../usage.ts";

type Impact = z.output<(typeof impactQuery)["output"]>;

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
  const { t } = cli;
  const answer = await cli.api.get<Impact>(`/versions/${segment(version)}/impact`, { depth, limit, at });
  const { organisations, nodes, marked, cut } = answer;
  const reached = nodes.length - 1;
  const headings = [t("组织", "organisation"), t("版本数", "versions"), t("数据集", "datasets")];
  const rows = organisations.map((o) => [o.organisation, o.versions, o.datasets.join(" ")]);
  const lines = [
    t(
      `${version} 派生出 ${reached} 个版本，涉及 ${organisations.length} 个组织；其中 ${marked} 个已在链上标记为受影响。`,
      `${reached} versions of ${organisations.length} organisations derive from ${version}; ${marked} of them are marked as affected on chain.`,
    ),
    ...(rows.length > 0 ? [table(headings, rows).trimEnd()] : []),
    ...(cut ? [t("（未列全：请增大 --depth 或 --limit）", "(Cut: raise --depth or --limit for all.)")] : []),
  ];
  cli.print(answer, lines.join("\n"));
}
