import type { Command } from "commander";
import { type Cli } from "../cli.ts";
import { offlineConfig, type OfflineOptions, offlineOptions } from "../offline.ts";
import { FAILED } from "../problem.ts";
import { bar } from "../progress.ts";
import { oneLine } from "../table.ts";
import { explain } from "../usage.ts";

export function define(command: Command, cli: Cli): void {
  const { t } = cli;
  offlineOptions(command, cli).action((options: OfflineOptions) => check(options, cli));
  command.addHelpText("after", `\n${t("先停止网关。", "Stop the gateway first.")}`);
  const found = t("索引与链或自身不一致", "the index differs from the chain or from itself");
  explain(command, cli, ["suyuan fsck", "suyuan fsck --json"], [[FAILED, found]]);
}

async function check(options: OfflineOptions, cli: Cli): Promise<void> {
  const { checkIndex } = await import("../../ops/maintenance.ts");
  const progress = await bar(cli.t("核对索引", "checking the index"));
  try {
    const onProgress = ({ done, of }: { done: number; of: number }) => progress.at(done, of);
    const findings = await checkIndex(offlineConfig(cli, options), { onProgress });
    progress.end();
    const lines = findings.map((f) => `${f.check}  ${f.subject}  ${oneLine(f.says[cli.language])}`);
    const clean = cli.t("索引与链一致。", "The index agrees with the chain.");
    const repair = cli.t("修复：suyuan rebuild", "To repair it: suyuan rebuild");
    cli.print({ findings }, findings.length === 0 ? clean : [...lines, repair].join("\n"));
    if (findings.length > 0) cli.exitCode = FAILED;
  } finally {
    progress.end();
  }
}
