import { type Command, Option } from "commander";
import { purposes } from "../../ledger/request/tables.ts";
import { actAndTell } from "../acting.ts";
import { type Cli } from "../cli.ts";
import { type ActingOptions, actingOptions } from "../options.ts";
import { secondsOf } from "../secondsOf.ts";
import { explain } from "../usage.ts";

interface Options extends ActingOptions {
  grade: string;
  for?: string;
  until?: string;
  note?: string;
}

const BUREAU = "data-bureau";

export function define(command: Command, cli: Cli): void {
  const { t } = cli;
  const grade = new Option("--grade <grade>", t("可获授权的最高级别", "the highest that it may be granted"));
  const purpose = new Option(
    "--for <purpose>",
    t("仅就此用途；默认任何用途", "this purpose alone; any if left out"),
  );
  command
    .argument("<organisation>", t("如 hospital-b", "like hospital-b"))
    .addOption(grade.choices(["general-4", "important", "core"]).makeOptionMandatory())
    .addOption(purpose.choices(purposes))
    .option("--until <moment>", t("有效至（ISO 8601）", "until when it holds (ISO 8601)"))
    .option("--note <text>", t("说明", "in words"));
  actingOptions(command, cli);
  command.action((organisation: string, o: Options) => {
    const until = o.until === undefined ? undefined : secondsOf(o.until, "until");
    const input = { organisation, purpose: o.for, grade: o.grade, until, note: o.note };
    return actAndTell(cli, "set-clearance", input, o, { otherwise: BUREAU });
  });
  explain(command, cli, [
    "suyuan clear hospital-b --grade important --for research",
    "suyuan clear hospital-b --grade general-4 --for research",
  ]);
}
