import { type Command, Option } from "commander";
import { outcomes } from "../../ledger/delivery/tables.ts";
import { SuyuanError } from "../../core/errors.ts";
import { type Cli } from "../cli.ts";
import { type ActingOptions, actingOptions, gather } from "../options.ts";
import { actAndShow, kindNamed, partyOf } from "../sharing.ts";
import { explain } from "../usage.ts";

interface Options extends ActingOptions {
  outcome: string;
  scenario?: string;
  effect?: string;
  derived?: string[];
  partial?: true;
}

export function define(command: Command, cli: Cli): void {
  const { t } = cli;
  const outcome = new Option("--outcome <outcome>", t("结果", "what came of it"));
  command
    .argument("<delivery>", t("如 D23；应急授权如 G9", "like D23; of an emergency its grant, like G9"))
    .addOption(outcome.choices(outcomes).makeOptionMandatory())
    .option("--scenario <text>", t("用于何处", "what it was used for"))
    .option("--effect <text>", t("成效，须可衡量", "what it changed, measured"))
    .option(
      "--derived <version>",
      t("据此产生的版本，可多次", "a version made of it; may be repeated"),
      gather,
    )
    .option("--partial", t("尚未完结，稍后再报", "more will follow"));
  actingOptions(command, cli);
  command.action((delivery: string, options: Options) => report(delivery, options, cli));
  explain(command, cli, [
    'suyuan report D23 --outcome used --scenario "signal timing" --effect "12 % less waiting"',
    "suyuan report D23 --outcome partly-used --partial --derived transport/signals@1",
    'suyuan report G9 --outcome used --effect "two roads closed in time"',
  ]);
}

async function report(delivery: string, o: Options, cli: Cli): Promise<void> {
  if (kindNamed(delivery) === "grant") return reportEmergency(delivery, o, cli);
  const { outcome, scenario, effect, derived, partial } = o;
  const input = { delivery, outcome, scenario, effect, derived, ...(partial ? { final: false } : {}) };
  const otherwise = await partyOf("delivery", delivery, "consumer", cli);
  const act = { action: "report-feedback", input, options: o, otherwise, about: delivery };
  await actAndShow({ ...act, kind: "delivery" }, cli);
}

/** One report for all of it: nothing follows, and what was made of its data names the grant itself. */
async function reportEmergency(grant: string, o: Options, cli: Cli): Promise<void> {
  const { outcome, scenario, effect, derived, partial } = o;
  const stray = partial ? "partial" : derived ? "derived" : undefined;
  if (stray) {
    const reason = cli.t("只用于交付的反馈，不用于应急报告", "goes with a delivery, not with an emergency");
    throw new SuyuanError("INPUT_NOT_VALID", { field: stray, value: grant, reason });
  }
  const input = { grant, outcome, scenario, effect };
  const otherwise = await partyOf("grant", grant, "consumer", cli);
  const act = { action: "report-emergency", input, options: o, otherwise, about: grant };
  await actAndShow({ ...act, kind: "grant" }, cli);
}
