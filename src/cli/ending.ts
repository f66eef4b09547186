import { type Command, Option } from "commander";
import { actAndTell, ownerIn } from "./acting.ts";
import { type Cli } from "./cli.ts";
import { type ActingOptions, actingOptions } from "./options.ts";
import { explain } from "./usage.ts";

interface Options extends ActingOptions {
  reason: string;
  note?: string;
}

/** Recall and withdrawal: a version, a reason from a list, a note. */
export function defineEnding(
  command: Command,
  cli: Cli,
  { action, reasons, example }: { action: string; reasons: readonly string[]; example: string },
): void {
  const { t } = cli;
  command
    .argument("<version>", t("如 meteorology/weather-daily@3", "like meteorology/weather-daily@3"))
    .addOption(new Option("--reason <reason>", t("原因", "why")).choices(reasons).makeOptionMandatory())
    .option("--note <text>", t("说明", "in words"));
  actingOptions(command, cli);
  command.action((version: string, options: Options) => {
    const { reason, note } = options;
    return actAndTell(cli, action, { version, reason, note }, options, { otherwise: ownerIn(version) });
  });
  explain(command, cli, [example]);
}
