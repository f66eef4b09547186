import type { Command } from "commander";
import { checkData } from "../checks/data.ts";
import { checkGateway, checkNodes, checkSigning } from "../checks/gateway.ts";
import { checkMachine } from "../checks/machine.ts";
import { type Cli } from "../cli.ts";
import { findingsText } from "../doctor.ts";
import { rpcOption } from "../offline.ts";
import { FAILED } from "../problem.ts";
import { explain, wholeNumber } from "../usage.ts";

interface Options {
  rpc?: string[];
  port?: number;
  passphraseFile?: string;
}

export function define(command: Command, cli: Cli): void {
  const { t } = cli;
  rpcOption(command, cli)
    .option("--port <n>", t("网关将用的端口", "that the gateway shall use"), wholeNumber(1, 65_535, cli))
    .option("--passphrase-file <file>", t("密钥口令文件", "holds the passphrase of the key files"));
  command.action((options: Options) => doctor(options, cli));
  const failed = t("有检查未通过", "a check failed");
  explain(command, cli, ["suyuan doctor", "suyuan doctor --rpc http://127.0.0.1:8545"], [[FAILED, failed]]);
}

async function doctor({ rpc = [], port, passphraseFile }: Options, cli: Cli): Promise<void> {
  const findings = [
    ...(await checkMachine(cli)),
    ...(await checkData(cli, passphraseFile)),
    await checkGateway(cli, port),
    ...(await checkSigning(cli)),
    ...(await checkNodes(cli, rpc)),
  ];
  const healthy = findings.every((f) => f.verdict !== "fail");
  cli.print({ healthy, findings }, findingsText(findings, cli));
  if (!healthy) cli.exitCode = FAILED;
}
