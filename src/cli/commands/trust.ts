import type { Command } from "commander";
import { type Cli } from "../cli.ts";
import { explain } from "../usage.ts";

export function define(command: Command, cli: Cli): void {
  command.action(() => trust(cli));
  explain(command, cli, ["suyuan trust > trust.json"]);
}

async function trust(cli: Cli): Promise<void> {
  const file = await cli.api.ask((client) => client.trust());
  cli.write(JSON.stringify(file, null, 2));
  cli.note(
    cli.t(
      "此草稿来自网关本身：请与其他部门或公布的数值核对后再据以核验。",
      "This comes from the gateway itself: compare it with what others publish before you rely on it.",
    ),
  );
}
