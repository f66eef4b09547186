import { type Command, Option } from "commander";
import { SuyuanError } from "../../core/errors.ts";
import { reviewReasons } from "../../ledger/emergency/tables.ts";
import { type Cli } from "../cli.ts";
import { type ActingOptions, actingOptions } from "../options.ts";
import { actAndShow } from "../sharing.ts";
import { explain } from "../usage.ts";

interface Options extends ActingOptions {
  justified?: true;
  unjustified?: string;
  note?: string;
}

export function define(command: Command, cli: Cli): void {
  const { t } = cli;
  const against = new Option(
    "--unjustified <reason>",
    t("不正当，及其理由；其应急通道随之关闭", "it was not, and why; it closes the officer's lane"),
  );
  command
    .argument("<grant>", t("应急授权，如 G9", "the emergency's grant, like G9"))
    .option("--justified", t("正当", "it was justified"))
    .addOption(against.choices(reviewReasons).conflicts("justified"))
    .option("--note <text>", t("说明", "in words"));
  actingOptions(command, cli);
  command.action((grant: string, options: Options) => review(grant, options, cli));
  explain(command, cli, [
    "suyuan review G9 --justified --as data-bureau",
    'suyuan review G9 --unjustified no-emergency --note "…" --as data-bureau',
  ]);
}

async function review(grant: string, o: Options, cli: Cli): Promise<void> {
  if (!o.justified && o.unjustified === undefined) {
    const reason = cli.t("须给出 --justified 或 --unjustified", "say --justified or --unjustified");
    throw new SuyuanError("INPUT_NOT_VALID", { field: "justified", value: null, reason });
  }
  const input = { grant, justified: o.justified ?? false, reason: o.unjustified, note: o.note };
  await actAndShow({ action: "review-emergency", input, options: o, about: grant, kind: "grant" }, cli);
}
