import type { Command } from "commander";
import { type Cli } from "../cli.ts";
import { explain } from "../usage.ts";

export function define(command: Command, cli: Cli): void {
  const { t } = cli;
  command
    .argument("<delivery, request or consent>", t("如 D23、R17、C7", "like D23, R17 or C7"))
    .option("--show", t("显示已存的开示材料，可交给审计者", "print what is kept here, to hand to an auditor"))
    .action((of: string, options: { show?: true }) => (options.show ? show(of, cli) : fetchOne(of, cli)));
  explain(command, cli, ["suyuan opening D23 --as transport", "suyuan opening R17 --show > opening.json"]);
}

async function fetchOne(of: string, cli: Cli): Promise<void> {
  const { as } = cli.settings;
  const fetched = await cli.api.ask((client) => client.fetchOpening(of, { as }));
  const { commitment, from } = fetched;
  const where =
    from === null ? cli.t("已在本网关", "was here already") : cli.t(`来自 ${from}`, `from ${from}`);
  cli.print(fetched, `${of}  ${commitment}  ${where}`);
}

async function show(of: string, cli: Cli): Promise<void> {
  const opening = await cli.api.ask((client) => client.opening(of));
  cli.print(opening, JSON.stringify(opening, null, 2));
}
