import type { Command } from "commander";
import { type Cli } from "../cli.ts";
import { offlineConfig, type OfflineOptions, offlineOptions } from "../offline.ts";
import { bar } from "../progress.ts";
import { explain } from "../usage.ts";

export function define(command: Command, cli: Cli): void {
  offlineOptions(command, cli).action((options: OfflineOptions) => rebuild(options, cli));
  const { t } = cli;
  command.addHelpText("after", `\n${t("先停止网关。", "Stop the gateway first.")}`);
  explain(command, cli, ["suyuan rebuild", "suyuan rebuild --data /srv/suyuan"]);
}

async function rebuild(options: OfflineOptions, cli: Cli): Promise<void> {
  const { rebuildIndex } = await import("../../ops/maintenance.ts");
  const progress = await bar(cli.t("重建索引", "rebuilding the index"));
  const began = performance.now();
  try {
    const onProgress = ({ block, target }: { block: number; target: number }) => progress.at(block, target);
    const { block, facts } = await rebuildIndex(offlineConfig(cli, options), { onProgress });
    const seconds = Number(((performance.now() - began) / 1000).toFixed(1));
    progress.end();
    const done = cli.t(
      `索引已由链重建：至区块 ${block}，${facts} 个事实，用时 ${seconds} 秒。`,
      `The index is rebuilt from the chain: up to block ${block}, ${facts} facts, in ${seconds} s.`,
    );
    cli.print({ block, facts, seconds }, done);
  } finally {
    progress.end();
  }
}
