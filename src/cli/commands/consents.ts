import { type Command, Option } from "commander";
import { type Cli } from "../cli.ts";
import { type ListOptions, listOptions } from "../options.ts";
import { consentCells, consentHeadings, versionConsents } from "../render/consent.ts";
import { listing } from "../render/list.ts";
import { explain } from "../usage.ts";

interface Options extends ListOptions {
  standing?: "standing" | "withdrawn";
}

export function define(command: Command, cli: Cli): void {
  const { t } = cli;
  const standing = new Option("--standing <standing>", t("只看此状态的", "only of this standing"));
  command
    .argument("<dataset or version>", t("数据集或版本", "a dataset's, or what a version rests on"))
    .addOption(standing.choices(["standing", "withdrawn"]));
  listOptions(command, cli);
  command.action((of: string, options: Options) => consents(of, options, cli));
  explain(command, cli, ["suyuan consents hospital-a/records", "suyuan consents hospital-b/studies@1"]);
}

async function consents(of: string, { limit, after, standing }: Options, cli: Cli): Promise<void> {
  if (of.includes("@") || of.startsWith("0x04")) {
    const answer = await cli.api.query("version-consents", { version: of });
    return cli.print(answer, versionConsents(answer, cli));
  }
  const page = await cli.api.list("consents", { dataset: of, limit, cursor: after, standing });
  listing(cli, page, consentHeadings(cli), (c) => consentCells(c, cli));
}
