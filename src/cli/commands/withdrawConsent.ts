import { type Command, Option } from "commander";
import { consentReasons } from "../../ledger/consent/tables.ts";
import { type Cli } from "../cli.ts";
import { type ActingOptions, actingOptions } from "../options.ts";
import { isProblem } from "../api.ts";
import { actAndShow } from "../sharing.ts";
import { explain } from "../usage.ts";

interface Options extends ActingOptions {
  reason: string;
  note?: string;
}

export function define(command: Command, cli: Cli): void {
  const { t } = cli;
  command
    .argument("<consent>", t("如 C7", "like C7"))
    .addOption(
      new Option("--reason <reason>", t("原因", "why")).choices(consentReasons).makeOptionMandatory(),
    )
    .option("--note <text>", t("说明", "in words"));
  actingOptions(command, cli);
  command.action((consent: string, options: Options) => withdraw(consent, options, cli));
  explain(command, cli, ["suyuan withdraw-consent C7 --reason subject-withdrew"]);
}

async function withdraw(consent: string, o: Options, cli: Cli): Promise<void> {
  const input = { consent, reason: o.reason, note: o.note };
  const otherwise = cli.settings.as === undefined ? await ownerOf(consent, cli) : undefined;
  const act = { action: "withdraw-consent", input, options: o, otherwise, about: consent };
  await actAndShow({ ...act, kind: "consent" }, cli);
}

async function ownerOf(consent: string, cli: Cli): Promise<string | undefined> {
  try {
    return (await cli.api.query("consent", { consent })).owner;
  } catch (error) {
    // A key that only acts still acts.
    if (isProblem(error, "ACCESS_SCOPE_MISSING")) return undefined;
    throw error;
  }
}
