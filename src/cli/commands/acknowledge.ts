import { type Command, Option } from "commander";
import { SuyuanError } from "../../core/errors.ts";
import { useReasons } from "../../ledger/recall/tables.ts";
import { type Cli } from "../cli.ts";
import { type ActingOptions, actingOptions } from "../options.ts";
import { actAndShow, partyOf } from "../sharing.ts";
import { explain } from "../usage.ts";

interface Options extends ActingOptions {
  deleted?: true;
  replaced?: true;
  inUse?: string;
  note?: string;
}

export function define(command: Command, cli: Cli): void {
  const { t } = cli;
  const deleted = new Option("--deleted", t("已删除", "it was deleted"));
  const inUse = new Option("--in-use <reason>", t("仍在使用，及其理由", "it stays in use, and why"));
  command
    .argument("<delivery>", t("如 D23", "like D23"))
    .addOption(deleted.conflicts(["replaced", "inUse"]))
    .addOption(new Option("--replaced", t("已替换", "it was replaced")).conflicts("inUse"))
    .addOption(inUse.choices(useReasons))
    .option("--note <text>", t("说明", "in words"));
  actingOptions(command, cli);
  command.action((delivery: string, options: Options) => acknowledge(delivery, options, cli));
  explain(command, cli, [
    "suyuan acknowledge D23 --deleted",
    'suyuan acknowledge D23 --in-use legal --note "a pending case"',
  ]);
}

async function acknowledge(delivery: string, o: Options, cli: Cli): Promise<void> {
  const input = { delivery, response: responseOf(o, cli), reason: o.inUse, note: o.note };
  const otherwise = await partyOf("delivery", delivery, "consumer", cli);
  const act = { action: "acknowledge-recall", input, options: o, otherwise, about: delivery };
  await actAndShow({ ...act, kind: "delivery" }, cli);
}

function responseOf(o: Options, { t }: Cli): string {
  if (o.deleted) return "deleted";
  if (o.replaced) return "replaced";
  if (o.inUse !== undefined) return "in-use";
  const reason = t(
    "须给出 --deleted、--replaced 或 --in-use",
    "say --deleted, --replaced, or --in-use with the reason",
  );
  throw new SuyuanError("INPUT_NOT_VALID", { field: "response", value: null, reason });
}
