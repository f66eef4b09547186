import type { Command } from "commander";
import { type Cli } from "../cli.ts";
import { type ListOptions, listOptions } from "../options.ts";
import { listing } from "../render/list.ts";
import { explain } from "../usage.ts";
import { titleIn } from "../words.ts";

interface Options extends ListOptions {
  owner?: string;
  domain?: string;
}

export function define(command: Command, cli: Cli): void {
  const { t } = cli;
  command
    .option("--owner <organisation>", t("只看此组织的", "only of this organisation"))
    .option("--domain <domain>", t("只看此领域的", "only of this domain"));
  listOptions(command, cli).action((options: Options) => datasets(options, cli));
  explain(command, cli, ["suyuan datasets --owner meteorology"]);
}

async function datasets({ limit, after, owner, domain }: Options, cli: Cli): Promise<void> {
  const { t, language } = cli;
  const query = { limit, cursor: after, owner, domain };
  const page = await cli.api.list("datasets", query);
  const headings = [
    t("数据集", "dataset"),
    t("名称", "title"),
    t("领域", "domain"),
    t("级别", "grade"),
    t("版本数", "versions"),
  ];
  listing(cli, page, headings, (d) => [d.name, titleIn(d.title, language), d.domain, d.grade, d.versions]);
}
