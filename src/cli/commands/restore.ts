import type { Command } from "commander";
import { resolve } from "node:path";
import { configFrom } from "../../config.ts";
import type { Restored } from "../../ops/backup/restore.ts";
import { type Cli } from "../cli.ts";
import { bar } from "../progress.ts";
import { defaultData } from "../settings.ts";
import { explain } from "../usage.ts";
import { bytes, moment } from "../words.ts";

interface Options {
  theOldGatewayIsDead?: true;
}

export function define(command: Command, cli: Cli): void {
  const { t } = cli;
  command
    .argument("<backup>", t("suyuan backup 写成的文件夹", "folder that suyuan backup wrote"))
    .option(
      "--the-old-gateway-is-dead",
      t("原网关不会再运行（真实节点时免去等待）", "it will never run again: with real nodes, spares a wait"),
    );
  command.action((backup: string, options: Options) => restore(resolve(backup), options, cli));
  const note = t(
    "恢复到 --data 指定的空目录。原网关不得再运行：同一密钥不可在两处签名。",
    "Restores into --data, which must be empty. The old gateway must not run again: one key must not sign in two places.",
  );
  command.addHelpText("after", `\n${note}`);
  explain(command, cli, [
    "suyuan restore /backup/suyuan-2026-03-01 --data /srv/suyuan",
    "suyuan restore /backup/suyuan-2026-03-01 --data /srv/suyuan --the-old-gateway-is-dead",
  ]);
}

async function restore(backup: string, options: Options, cli: Cli): Promise<void> {
  const { restoreBackup } = await import("../../ops/backup/restore.ts");
  const { data } = cli.settings;
  const progress = await bar(cli.t("恢复", "restoring"), bytes);
  try {
    const onProgress = (done: number, total: number) => progress.at(done, total);
    const { crashAt } = configFrom({ data });
    const oldGatewayIsDead = options.theOldGatewayIsDead ?? false;
    const restored = await restoreBackup({ backup, data, oldGatewayIsDead, onProgress, crashAt });
    progress.end();
    cli.print({ data, ...restored.restore }, told(restored, data, cli));
  } finally {
    progress.end();
  }
}

/** What was done, what it means for the chain, and what to do next. */
function told(
  { manifest, restore: { taken, chain, block, oldGatewayIsDead } }: Restored,
  data: string,
  cli: Cli,
) {
  const { t } = cli;
  const lines = [
    t(`已恢复到 ${data}，截至 ${moment(taken)}。`, `Restored to ${data}, as of ${moment(taken)}.`),
  ];
  if (chain === "embedded") {
    const after = t(
      `内嵌链在区块 ${block?.number} 之后分叉：此后原网关写入的内容不在此处；status 会如此说明。`,
      `The embedded chain forks after block ${block?.number}: what the old gateway wrote later is not here, and status says so.`,
    );
    lines.push(after);
  } else lines.push(waitOfKeys(oldGatewayIsDead, cli));
  if (manifest.sealed)
    lines.push(
      t("请放回密钥口令，或用 --passphrase-file。", "Put the passphrase back, or give --passphrase-file."),
    );
  const at = data === defaultData ? "" : ` -- --data ${data}`;
  const rpc = chain === "node" ? `${at === "" ? " --" : ""} --rpc …` : "";
  lines.push(t(`接下来：npm start${at}${rpc}`, `Next: npm start${at}${rpc}`));
  lines.push(t("索引会由链重建。", "The index is made anew from the chain."));
  return lines.join("\n");
}

function waitOfKeys(oldGatewayIsDead: boolean, { t }: Cli): string {
  if (oldGatewayIsDead)
    return t(
      "各密钥在其已签交易全部最终后继续。",
      "Each key goes on once everything it signed is final on the chain.",
    );
  return t(
    "各密钥须静默 64 个最终区块后才继续；若原网关确已不在，可加 --the-old-gateway-is-dead 重做。",
    "Each key waits for 64 quiet final blocks; with --the-old-gateway-is-dead it would not.",
  );
}
