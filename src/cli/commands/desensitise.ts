import { type Command, Option } from "commander";
import { grades } from "../../core/states.ts";
import { methods } from "../../ledger/evidence/tables.ts";
import { ownerIn } from "../acting.ts";
import { type Cli } from "../cli.ts";
import { hash } from "../content.ts";
import { type ActingOptions, actingOptions } from "../options.ts";
import { commonPart, type MadeOptions, madeOptions } from "../publication.ts";
import { actAndShow } from "../sharing.ts";
import { explain } from "../usage.ts";

interface Options extends MadeOptions, ActingOptions {
  to: string;
  method: string;
  report: string;
  personal?: true;
  least?: true;
  note?: string;
}

export function define(command: Command, cli: Cli): void {
  const { t } = cli;
  command.argument("<file>", t("脱敏后的文件或文件夹，待登记", "the file or folder that is to be anchored"));
  madeOptions(command, cli)
    .addOption(
      new Option("--to <grade>", t("降为此级别", "the grade it gets")).choices(grades).makeOptionMandatory(),
    )
    .addOption(
      new Option("--method <method>", t("方法", "what was done")).choices(methods).makeOptionMandatory(),
    )
    .requiredOption("--report <file>", t("报告（仅其摘要）", "the report; its digest alone is used"))
    .option("--personal", t("仍含个人信息", "it still holds personal data"))
    .option("--least", t("仍为最小授权", "it is still for named officers only"))
    .option("--note <text>", t("说明", "in words"));
  actingOptions(command, cli);
  command.action((file: string, options: Options) => desensitise(file, options, cli));
  explain(command, cli, [
    "suyuan desensitise figures.csv --dataset hospital-a/figures --parent hospital-a/records@1 --to general-1 --method aggregation --report report.pdf",
    "suyuan approve E3 --as hospital-a-desk",
    "suyuan anchor figures.csv --dataset hospital-a/figures --parent hospital-a/records@1 --grade general-1",
  ]);
}

async function desensitise(file: string, o: Options, cli: Cli): Promise<void> {
  const { dataset, parents, under, run } = await commonPart(o, cli.api);
  const { digest: content } = await hash(file);
  const report = (await hash(o.report)).digest.sha256;
  const { to: grade, personal, least, method, note } = o;
  const input = { dataset, parents, under, run, content, grade, personal, least, method, report, note };
  const act = { action: "propose-desensitisation", input, options: o, otherwise: ownerIn(o.dataset) };
  await actAndShow({ ...act, kind: "evidence" }, cli);
}
