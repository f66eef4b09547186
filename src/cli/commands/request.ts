import { type Command, Option } from "commander";
import { SuyuanError } from "../../core/errors.ts";
import { bases, purposes } from "../../ledger/request/tables.ts";
import { type Cli } from "../cli.ts";
import { type ActingOptions, actingOptions, gather } from "../options.ts";
import { actAndShow, kindNamed } from "../sharing.ts";
import { explain, wholeNumber } from "../usage.ts";

interface Options extends ActingOptions {
  purpose: string;
  basis?: string;
  scenario: string;
  field?: string[];
  days?: number;
  onward?: true;
  abroad?: true;
  confidential?: true;
  name?: string;
}

export function define(command: Command, cli: Cli): void {
  const { t } = cli;
  const purpose = new Option("--purpose <purpose>", t("用途", "what it is for"));
  command
    .argument("<dataset>", t("如 meteorology/weather-daily", "like meteorology/weather-daily"))
    .addOption(purpose.choices(purposes).makeOptionMandatory())
    .requiredOption("--scenario <text>", t("使用场景，一句话", "what it is for, in a sentence"))
    .addOption(new Option("--basis <basis>", t("依据", "what entitles one to it")).choices(bases))
    .option(
      "--field <name>",
      t("所需字段，可多次；默认全部", "a field; may be repeated; all if left out"),
      gather,
    )
    .option("--days <n>", t("期限（天）", "for how many days"), wholeNumber(1, 3660, cli))
    .option("--onward", t("派生成果要再共享", "what is derived is to be shared onward"))
    .option("--abroad", t("有境外接收方", "a recipient abroad will see it"))
    .option(
      "--confidential",
      t("用途、依据、场景与字段不上链，仅存承诺", "purpose, basis, scenario and fields stay off the chain"),
    )
    .option("--name <text>", t("与自己其他申请的区别", "tells it from one's others for the dataset"));
  actingOptions(command, cli);
  command.action((dataset: string, options: Options) => request(dataset, options, cli));
  explain(command, cli, [
    'suyuan request meteorology/weather-daily --purpose public-service --scenario "signal timing"',
    'suyuan request meteorology/weather-daily --as transport --purpose research --scenario "…" --field rain',
    'suyuan request meteorology/weather-daily --purpose research --scenario "…" --dry-run',
    "suyuan show R17",
  ]);
}

async function request(dataset: string, o: Options, cli: Cli): Promise<void> {
  if (kindNamed(dataset) === "request") {
    const reason = cli.t(
      `是一项申请；查看它：suyuan show ${dataset}`,
      `is a request; to see it: suyuan show ${dataset}`,
    );
    throw new SuyuanError("INPUT_NOT_VALID", { field: "dataset", value: dataset, reason });
  }
  const { purpose, basis, scenario, field: fields, days: duration, onward, abroad, confidential, name } = o;
  const input = { dataset, purpose, basis, scenario, fields, duration, onward, abroad, confidential, name };
  await actAndShow({ action: "file-request", input, options: o, kind: "request" }, cli);
}
