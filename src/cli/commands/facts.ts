import type { Command } from "commander";
import { type Cli } from "../cli.ts";
import { type ListOptions, listOptions } from "../options.ts";
import { factListing } from "../render/facts.ts";
import { explain } from "../usage.ts";

export function define(command: Command, cli: Cli): void {
  listOptions(command, cli).action(async ({ limit, after }: ListOptions) => {
    factListing(cli, await cli.api.list("facts", { limit, cursor: after }));
  });
  explain(command, cli, ["suyuan facts --limit 1000 --json"]);
}
