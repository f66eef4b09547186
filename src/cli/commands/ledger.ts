import type { Command } from "commander";
import { type Cli } from "../cli.ts";
import { explain } from "../usage.ts";

export function define(command: Command, cli: Cli): void {
  command.action(async () => {
    const { chainId, factLog, spine, from } = await cli.api.query("status", {});
    const ledger = { chainId, factLog, spine, from };
    cli.print(ledger, JSON.stringify(ledger, null, 2));
    if (cli.json) return;
    const join = "suyuan start --rpc URL --join ledger.json --organisation CODE";
    cli.note(
      cli.t(`存为 ledger.json；另一网关以此加入：${join}`, `As ledger.json, for another gateway: ${join}`),
    );
  });
  explain(command, cli, ["suyuan ledger --json > ledger.json"]);
}
