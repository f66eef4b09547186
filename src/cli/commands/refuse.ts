import { type Command, Option } from "commander";
import { requestReasons } from "../../ledger/request/tables.ts";
import { type Cli } from "../cli.ts";
import { type ActingOptions, actingOptions } from "../options.ts";
import { actAndShow, partyOf } from "../sharing.ts";
import { explain } from "../usage.ts";

interface Options extends ActingOptions {
  reason: string;
  note?: string;
}

export function define(command: Command, cli: Cli): void {
  const { t } = cli;
  const reason = new Option("--reason <reason>", t("原因", "why"));
  command
    .argument("<request>", t("如 R17", "like R17"))
    .addOption(reason.choices(requestReasons).makeOptionMandatory())
    .option("--note <text>", t("说明", "in words"));
  actingOptions(command, cli);
  command.action((request: string, options: Options) => refuse(request, options, cli));
  explain(command, cli, ['suyuan refuse R17 --reason security --note "…"']);
}

async function refuse(request: string, o: Options, cli: Cli): Promise<void> {
  const input = { request, reason: o.reason, note: o.note };
  const otherwise = await partyOf("request", request, "provider", cli);
  const act = { action: "refuse-request", input, options: o, otherwise, about: request };
  await actAndShow({ ...act, kind: "request" }, cli);
}
