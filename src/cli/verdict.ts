import { type Command } from "commander";
import { type Cli } from "./cli.ts";
import { type ActingOptions, actingOptions } from "./options.ts";
import { actAndShow } from "./sharing.ts";
import { explain } from "./usage.ts";

interface Options extends ActingOptions {
  note?: string;
}

/** Approval and rejection: of evidence, with a note. */
export function defineVerdict(command: Command, cli: Cli, action: string, example: string): void {
  const { t } = cli;
  command.argument("<evidence>", t("如 E3", "like E3")).option("--note <text>", t("说明", "in words"));
  actingOptions(command, cli);
  command.action((evidence: string, options: Options) => {
    const input = { evidence, note: options.note };
    return actAndShow({ action, input, options, about: evidence, kind: "evidence" }, cli);
  });
  explain(command, cli, [example]);
}
