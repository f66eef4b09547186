import { type Command, Option } from "commander";
import { type OrganisationKind, organisationKinds } from "../../ledger/agent/tables.ts";
import { type Cli } from "../cli.ts";
import { type ListOptions, listOptions } from "../options.ts";
import { listing } from "../render/list.ts";
import { explain } from "../usage.ts";
import { titleIn } from "../words.ts";

interface Options extends ListOptions {
  kind?: OrganisationKind;
}

export function define(command: Command, cli: Cli): void {
  const { t } = cli;
  const kind = new Option("--kind <kind>", t("只看此类", "only of this kind"));
  command.addOption(kind.choices(organisationKinds.slice(1)));
  listOptions(command, cli).action((options: Options) => departments(options, cli));
  explain(command, cli, ["suyuan departments", "suyuan departments --kind execution-team"]);
}

async function departments({ limit, after, kind }: Options, cli: Cli): Promise<void> {
  const { t, language } = cli;
  const query = { limit, cursor: after, kind };
  const page = await cli.api.list("organisations", query);
  const headings = [t("组织", "organisation"), t("名称", "name"), t("类型", "kind"), t("状态", "standing")];
  listing(cli, page, headings, (o) => [
    o.code,
    titleIn(o.name, language),
    o.kind,
    o.suspended ? t("已暂停", "suspended") : t("正常", "in force"),
  ]);
}
