import type { Command } from "commander";
import { ownerIn } from "../acting.ts";
import { type Cli } from "../cli.ts";
import { hash } from "../content.ts";
import { type ActingOptions, actingOptions } from "../options.ts";
import { actAndShow } from "../sharing.ts";
import { explain } from "../usage.ts";

interface Options extends ActingOptions {
  name: string;
  statement: string;
  document?: string;
}

export function define(command: Command, cli: Cli): void {
  const { t } = cli;
  command
    .argument("<dataset>", t("如 hospital-a/records", "like hospital-a/records"))
    .requiredOption(
      "--name <text>",
      t("与该数据集其他同意的区别（公开）", "tells it from the dataset's others; public"),
    )
    .requiredOption("--statement <text>", t("谁同意了什么（不上链）", "who consented to what; it stays here"))
    .option(
      "--document <file>",
      t("签署的文件（仅其摘要，且加盐）", "the signed document; its salted digest alone is used"),
    );
  actingOptions(command, cli);
  command.action((dataset: string, options: Options) => consent(dataset, options, cli));
  explain(command, cli, [
    'suyuan consent hospital-a/records --name "form 2026" --statement "patients of ward 1, for research"',
    'suyuan consent hospital-a/records --name "form 2026" --statement "…" --document forms.pdf',
  ]);
}

async function consent(dataset: string, o: Options, cli: Cli): Promise<void> {
  const document = o.document === undefined ? undefined : (await hash(o.document)).digest;
  const input = { dataset, name: o.name, statement: o.statement, document };
  const act = { action: "record-consent", input, options: o, otherwise: ownerIn(dataset) };
  await actAndShow({ ...act, kind: "consent" }, cli);
}
