import type { Command } from "commander";
import type { Rebuilt } from "../../ops/maintenance.ts";
import { type Cli } from "../cli.ts";
import { offlineConfig, type OfflineOptions, offlineOptions } from "../offline.ts";
import { FAILED } from "../problem.ts";
import { bar } from "../progress.ts";
import { explain } from "../usage.ts";

interface Options extends OfflineOptions {
  acceptFork?: true;
}

export function define(command: Command, cli: Cli): void {
  const { t } = cli;
  offlineOptions(command, cli)
    .option(
      "--accept-fork",
      t(
        "沿用节点的链，即使它丢失了已最终确认的区块",
        "go on with the node's chain, though it lost blocks that were final",
      ),
    )
    .action((options: Options) => rebuild(options, cli));
  command.addHelpText("after", `\n${t("先停止网关。", "Stop the gateway first.")}`);
  const examples = [
    "suyuan rebuild",
    "suyuan rebuild --data /srv/suyuan",
    "suyuan rebuild --accept-fork --rpc …",
  ];
  const lost = t("失败，或有操作须重新提交", "failed, or operations have to be handed in again");
  explain(command, cli, examples, [[FAILED, lost]]);
}

async function rebuild({ acceptFork, ...options }: Options, cli: Cli): Promise<void> {
  const { rebuildIndex } = await import("../../ops/maintenance.ts");
  const progress = await bar(cli.t("重建索引", "rebuilding the index"));
  const began = performance.now();
  try {
    const onProgress = ({ block, target }: { block: number; target: number }) => progress.at(block, target);
    const request = { onProgress, acceptFork: acceptFork ?? false };
    const { block, facts, fork } = await rebuildIndex(offlineConfig(cli, options), request);
    const seconds = Number(((performance.now() - began) / 1000).toFixed(1));
    progress.end();
    const done = cli.t(
      `索引已由链重建：至区块 ${block}，${facts} 个事实，用时 ${seconds} 秒。`,
      `The index is rebuilt from the chain: up to block ${block}, ${facts} facts, in ${seconds} s.`,
    );
    cli.print({ block, facts, seconds, fork }, [done, ...forkLines(fork, cli)].join("\n"));
    if (fork && fork.lost.length > 0) cli.exitCode = FAILED;
  } finally {
    progress.end();
  }
}

/** What the lost blocks mean, one operation a line. */
function forkLines(fork: Rebuilt["fork"], { t }: Cli): string[] {
  if (!fork) return [];
  const { again, lost } = fork;
  const sum = t(
    `链丢失了已最终确认的区块：${again.length} 个操作将以原字节重新发送，${lost.length} 个须重新提交。`,
    `The chain lost blocks that were final: ${again.length} operations are sent again with the same bytes, ${lost.length} must be handed in again.`,
  );
  const sent = again.map(
    (o) =>
      `${o.id}  ${o.action}  ${t(`原在区块 ${o.block}，重新发送`, `was in block ${o.block}, is sent again`)}`,
  );
  const gone = lost.map(
    (o) =>
      `${o.id}  ${o.action}  ${t(`原在区块 ${o.block}，须重新提交`, `was in block ${o.block}, must be handed in again`)}`,
  );
  return [sum, ...sent, ...gone];
}
