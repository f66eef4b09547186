import type { Command } from "commander";
import { type Cli } from "../cli.ts";
import { ADMIN_KEY_FILE } from "../settings.ts";
import { createAccessKey, listAccessKeys, type NewKeyOptions, revokeAccessKey } from "../accessKeys.ts";
import { makeOfficerKey, showOfficerKeys } from "../officerKeys.ts";
import { gather } from "../options.ts";
import { explain, speak } from "../usage.ts";

export function define(command: Command, cli: Cli): void {
  const { t } = cli;
  const below = (name: string, summary: string) => speak(command.command(name), cli).description(summary);
  below("list", t("列出 API 密钥", "list API keys")).action(() => listAccessKeys(cli));
  defineCreate(below("create", t("新建 API 密钥，仅显示一次", "make an API key; shown once")), cli);
  below("revoke", t("吊销 API 密钥", "revoke an API key"))
    .argument("<id>", "key-…")
    .action((id: string) => revokeAccessKey(id, cli));
  below("officers", t("组织的数据官密钥", "officer keys of an organisation"))
    .argument("<organisation>", t("如 meteorology", "like meteorology"))
    .action((organisation: string) => showOfficerKeys(organisation, cli));
  below("new", t("离线新建数据官密钥文件", "make an officer's key file, while the gateway is stopped"))
    .argument("<name>", t("密钥名称", "what the key is called"))
    .option("--passphrase-file <file>", t("口令文件", "holds the passphrase"))
    .action((name: string, options: { passphraseFile?: string }) => makeOfficerKey(name, options, cli));
  command.addHelpText(
    "after",
    `\n${t("管理 API 密钥需要", "API keys are managed with the administrator's: ")}${ADMIN_KEY_FILE}`,
  );
  explain(command, cli, [
    "suyuan keys create --label reports --scope read",
    "suyuan keys create --label loader --scope read,act --officer meteorology",
    "suyuan keys officers meteorology",
  ]);
}

function defineCreate(command: Command, cli: Cli): void {
  const { t } = cli;
  command
    .requiredOption("--label <text>", t("用途", "what it is for"))
    .option("--scope <scopes>", t("read、act、manage，可多次", "read, act, manage; may be repeated"), gather)
    .option(
      "--officer <name>",
      t("可用的数据官密钥，可多次", "officer key it may use; may be repeated"),
      gather,
    )
    .option("--expires <time>", t("失效时刻（ISO 8601）", "when it ends (ISO 8601)"))
    .action((options: NewKeyOptions) => createAccessKey(options, cli));
}
