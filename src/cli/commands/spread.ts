import type { Command } from "commander";
import { actAndTell } from "../acting.ts";
import { type Cli } from "../cli.ts";
import { type ActingOptions, actingOptions } from "../options.ts";
import { explain } from "../usage.ts";

export function define(command: Command, cli: Cli): void {
  const { t } = cli;
  command
    .argument("<child>", t("派生版本", "the derived version"))
    .argument("<parent>", t("被召回或受影响的来源", "its parent that is recalled or affected"));
  actingOptions(command, cli);
  command.action((child: string, parent: string, options: ActingOptions) =>
    actAndTell(cli, "spread-recall", { child, parent }, options),
  );
  explain(command, cli, ["suyuan spread transport/delays@2 meteorology/weather-daily@3"]);
}
