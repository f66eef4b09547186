import type { Command } from "commander";
import { actAndTell } from "../acting.ts";
import { type Cli } from "../cli.ts";
import { hash } from "../content.ts";
import { type ActingOptions, actingOptions } from "../options.ts";
import { secondsOf } from "../secondsOf.ts";
import { explain } from "../usage.ts";

interface Options extends ActingOptions {
  consumer: string;
  dataset: string;
  recipient: string;
  until: string;
  document: string;
}

const BUREAU = "data-bureau";

export function define(command: Command, cli: Cli): void {
  const { t } = cli;
  command
    .argument("<code>", t("评估机构的编号", "the assessing authority's reference"))
    .requiredOption(
      "--consumer <organisation>",
      t("可向境外转交的部门", "the department that may hand it on"),
    )
    .requiredOption("--dataset <dataset>", t("如 port/arrivals", "like port/arrivals"))
    .requiredOption("--recipient <text>", t("境外接收方", "who gets it, abroad"))
    .requiredOption("--until <moment>", t("有效至（ISO 8601）", "until when it holds (ISO 8601)"))
    .requiredOption(
      "--document <file>",
      t("评估文件（仅其摘要）", "the assessment; its digest alone is used"),
    );
  actingOptions(command, cli);
  command.action((code: string, options: Options) => assess(code, options, cli));
  explain(command, cli, [
    'suyuan assess DSA-2026-0137 --consumer university --dataset port/arrivals --recipient "An institute abroad" --until 2027-12-31T23:59:59+08:00 --document assessment.pdf',
  ]);
}

async function assess(code: string, o: Options, cli: Cli): Promise<void> {
  const until = secondsOf(o.until, "until");
  const document = (await hash(o.document)).digest.sha256;
  const { consumer, dataset, recipient } = o;
  const input = { code, consumer, dataset, recipient, until, document };
  await actAndTell(cli, "record-assessment", input, o, { otherwise: BUREAU });
}
