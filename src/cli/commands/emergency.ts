import type { Command } from "commander";
import { type Cli } from "../cli.ts";
import { type ActingOptions, actingOptions, gather } from "../options.ts";
import { actAndShow } from "../sharing.ts";
import { explain } from "../usage.ts";

interface Options extends ActingOptions {
  incident: string;
  scenario: string;
  field?: string[];
}

export function define(command: Command, cli: Cli): void {
  const { t } = cli;
  command
    .argument("<dataset>", t("如 meteorology/weather-daily", "like meteorology/weather-daily"))
    .requiredOption(
      "--incident <number>",
      t("应急指挥给出的事件编号", "its number, as the emergency command gave it"),
    )
    .requiredOption("--scenario <text>", t("使用场景，一句话", "what it is for, in a sentence"))
    .option(
      "--field <name>",
      t("所需字段，可多次；默认全部", "a field; may be repeated; all if left out"),
      gather,
    );
  actingOptions(command, cli);
  command.action((dataset: string, options: Options) => emergency(dataset, options, cli));
  explain(command, cli, [
    'suyuan emergency meteorology/weather-daily --incident 2026-117 --scenario "which roads flood" --field rain',
    'suyuan report G9 --outcome used --effect "two roads closed in time"',
  ]);
}

async function emergency(dataset: string, o: Options, cli: Cli): Promise<void> {
  const { incident, scenario, field: fields } = o;
  const input = { dataset, incident, scenario, fields };
  await actAndShow({ action: "invoke-emergency", input, options: o, kind: "grant" }, cli);
}
