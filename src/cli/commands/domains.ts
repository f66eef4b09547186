import type { Command } from "commander";
import { type Cli } from "../cli.ts";
import { type ListOptions, listOptions } from "../options.ts";
import { listing } from "../render/list.ts";
import { explain } from "../usage.ts";
import { titleIn } from "../words.ts";

export function define(command: Command, cli: Cli): void {
  const { t, language } = cli;
  listOptions(command, cli).action(async ({ limit, after }: ListOptions) => {
    const page = await cli.api.list("domains", { limit, cursor: after });
    listing(cli, page, [t("领域", "domain"), t("名称", "name")], (d) => [d.code, titleIn(d.name, language)]);
  });
  explain(command, cli, ["suyuan domains"]);
}
