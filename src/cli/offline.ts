import type { Command } from "commander";
import { type Config, configFrom } from "../config.ts";
import { type Cli } from "./cli.ts";
import { requireNodes } from "./nodes.ts";
import { wholeNumber } from "./usage.ts";

export interface OfflineOptions {
  rpc?: string[];
  acceptClock?: true;
}

export function rpcOption(command: Command, { t }: Cli): Command {
  return command.option("--rpc <url...>", t("链节点（非内嵌链时）", "nodes, when the chain is not embedded"));
}

export function offlineOptions(command: Command, cli: Cli): Command {
  const { t } = cli;
  return rpcOption(command, cli)
    .option(
      "--finality <n>",
      t("节点：几块后视为最终", "with --rpc: blocks until final"),
      wholeNumber(0, 1_000_000, cli),
    )
    .option("--accept-clock", t("确认时钟无误", "the clock is right, though it stepped"));
}

/** The configuration that maintenance runs with. */
export function offlineConfig(cli: Cli, options: OfflineOptions): Config {
  return requireNodes(configFrom({ ...options, data: cli.settings.data }));
}
