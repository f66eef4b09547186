import type { Command } from "commander";
import { resolve } from "node:path";
import { type BackupManifest } from "../../sdk/client.ts";
import { backUpRunning, backUpStill } from "../backup.ts";
import { type Cli } from "../cli.ts";
import { bar } from "../progress.ts";
import { runningGateway } from "../settings.ts";
import { explain } from "../usage.ts";
import { bytes, moment } from "../words.ts";

interface Options {
  sealed?: true;
}

export function define(command: Command, cli: Cli): void {
  const { t } = cli;
  command
    .argument("<target>", t("备份写入此文件夹，须尚不存在", "folder to write it to; must not be there yet"))
    .option("--sealed", t("不含密钥口令与管理员密钥", "without the passphrase and the administrator's key"));
  command.action((target: string, options: Options) => backUp(resolve(target), options.sealed ?? false, cli));
  const note = t(
    "网关运行时由网关写入，不需停止；需管理范围的 API 密钥。备份须与密钥同样妥善保管。",
    "A running gateway writes it and goes on working; that takes an API key with the scope manage. Keep a backup as safe as the keys in it.",
  );
  command.addHelpText("after", `\n${note}`);
  explain(command, cli, ["suyuan backup /backup/suyuan-2026-03-01", "suyuan backup /backup/today --sealed"]);
}

async function backUp(target: string, sealed: boolean, cli: Cli): Promise<void> {
  const { t } = cli;
  const progress = await bar(t("备份", "backing up"), bytes);
  const began = performance.now();
  try {
    const onProgress = (done: number, total: number) => progress.at(done, total);
    const hot = runningGateway(cli.settings.data) !== undefined;
    const write = hot ? backUpRunning : backUpStill;
    const manifest = await write({ target, sealed, onProgress }, cli);
    progress.end();
    const size = manifest.files.reduce((sum, part) => sum + part.bytes, 0);
    const seconds = Number(((performance.now() - began) / 1000).toFixed(1));
    const { files, ...about } = manifest;
    const answer = { target, ...about, files: files.length, bytes: size, seconds, hot };
    cli.print(answer, told(target, manifest, size, cli));
  } finally {
    progress.end();
  }
}

function told(target: string, { taken, block, files, sealed, id }: BackupManifest, size: number, { t }: Cli) {
  const upTo = block === null ? "" : t(`，至区块 ${block.number}`, `, up to block ${block.number}`);
  const secret = sealed
    ? t("不含口令与管理员密钥：请另行保管。", "Without passphrase and administrator's key: keep those apart.")
    : t("其中有密钥及其口令：请妥善保管。", "It holds the keys and what opens them: keep it safe.");
  return [
    t(
      `已备份到 ${target}：${files.length} 个文件，${bytes(size)}，截至 ${moment(taken)}${upTo}。`,
      `Backed up to ${target}: ${files.length} files, ${bytes(size)}, as of ${moment(taken)}${upTo}.`,
    ),
    `id ${id}`,
    secret,
    t(
      `恢复：suyuan restore ${target} --data 新目录`,
      `To restore it: suyuan restore ${target} --data NEW-FOLDER`,
    ),
  ].join("\n");
}
