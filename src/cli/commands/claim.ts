import type { Command } from "commander";
import { actAndTell } from "../acting.ts";
import { type Cli } from "../cli.ts";
import { hash } from "../content.ts";
import { type ActingOptions, actingOptions } from "../options.ts";
import { explain } from "../usage.ts";

interface Options extends ActingOptions {
  grant?: string;
  note?: string;
}

export function define(command: Command, cli: Cli): void {
  const { t } = cli;
  command
    .argument("<dataset>", t("如 meteorology/weather-daily", "like meteorology/weather-daily"))
    .argument("<file>", t("收到的文件或文件夹", "the file or folder that arrived"))
    .option("--grant <grant>", t("据以收到的授权", "the grant under which it came"))
    .option("--note <text>", t("说明", "in words"));
  actingOptions(command, cli);
  command.action((dataset: string, file: string, options: Options) => claim(dataset, file, options, cli));
  explain(command, cli, [
    'suyuan claim meteorology/weather-daily weather.csv --note "on a disk, by courier"',
    "suyuan claims",
  ]);
}

async function claim(dataset: string, file: string, o: Options, cli: Cli): Promise<void> {
  const { digest: content } = await hash(file);
  await actAndTell(cli, "claim-receipt", { dataset, content, grant: o.grant, note: o.note }, o);
}
