import type { Command } from "commander";
import { type Cli } from "../cli.ts";
import { explain } from "../usage.ts";

export function define(command: Command, cli: Cli): void {
  const { t } = cli;
  command.argument("<delivery>", t("如 D23", "like D23")).action(async (delivery: string) => {
    const as = cli.settings.as;
    const fetched = await cli.api.ask((client) => client.fetchOpening(delivery, { as }));
    const { commitment, from } = fetched;
    const here = t("已在本网关", "was here already");
    cli.print(
      fetched,
      `${delivery}  ${commitment}  ${from === null ? here : t(`来自 ${from}`, `from ${from}`)}`,
    );
  });
  explain(command, cli, ["suyuan opening D23", "suyuan opening D23 --as transport"]);
}
