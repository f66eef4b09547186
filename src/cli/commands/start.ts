import type { Command } from "commander";
import { type Config, configFrom } from "../../config.ts";
import { SuyuanError } from "../../core/errors.ts";
import type * as Main from "../../main.ts";
import { removeFile, writeFileDurably } from "../../store/durable.ts";
import { type Cli } from "../cli.ts";
import { foundingProgress } from "../founding.ts";
import { joinFrom } from "../ledgerFile.ts";
import { LogFile } from "../logFile.ts";
import { requireNodes } from "../nodes.ts";
import { mustBeFree } from "../port.ts";
import { factsOfStart, startText } from "../render/start.ts";
import { GATEWAY_FILE } from "../settings.ts";
import { Stopping } from "../stopping.ts";
import { explain, wholeNumber } from "../usage.ts";
import { version } from "../version.ts";

type OpenLog = (typeof Main)["openLog"];

interface Options {
  port?: number;
  host?: string;
  empty?: true;
  rpc?: string[];
  join?: string;
  organisation?: string;
  finality?: number;
  acceptClock?: true;
  passphraseFile?: string;
  keeper: boolean;
  log?: string;
  logStderr?: true;
}

export function define(command: Command, cli: Cli): void {
  const { t } = cli;
  command
    .option(
      "--port <n>",
      t("端口（SUYUAN_PORT，默认 8080）", "port (SUYUAN_PORT; 8080)"),
      wholeNumber(0, 65_535, cli),
    )
    .option("--host <address>", t("监听地址（默认 127.0.0.1）", "address to listen on (127.0.0.1)"))
    .option("--empty", t("首次启动不载入示例城市", "the first start founds a city without the sample"))
    .option(
      "--rpc <url...>",
      t("使用真实节点（SUYUAN_RPC）", "real nodes in place of the embedded chain (SUYUAN_RPC)"),
    )
    .option("--join <file>", t("加入另一网关建立的账本", "a ledger that another gateway founded: its file"))
    .option("--organisation <code>", t("加入时：本网关属于哪个组织", "with --join: whose gateway this is"))
    .option(
      "--finality <n>",
      t("真实节点：几块后视为最终", "with --rpc: blocks until final"),
      wholeNumber(0, 1_000_000, cli),
    )
    .option("--accept-clock", t("确认时钟无误", "the clock is right, though it stepped"))
    .option("--passphrase-file <file>", t("密钥口令文件", "holds the passphrase of the key files"))
    .option("--no-keeper", t("不自动传递召回", "do not spread recalls"))
    .option("--log <level>", t("日志级别（SUYUAN_LOG）", "log level (SUYUAN_LOG)"))
    .option("--log-stderr", t("日志写到 stderr 而非 gateway.log", "log to stderr, not to gateway.log"));
  command.action((options: Options) => start(options, cli));
  explain(command, cli, [
    "npm start",
    "npm start -- --port 9090 --data /srv/suyuan --empty",
    "npm start -- --rpc http://127.0.0.1:8545 --finality 12",
    "npm start -- --rpc http://127.0.0.1:8545 --join ledger.json --organisation meteorology",
  ]);
}

async function start(options: Options, cli: Cli): Promise<void> {
  const config = configOf(options, cli);
  const stopping = new Stopping();
  await mustBeFree(config.host, config.port);
  const { startGateway, openLog } = await import("../../main.ts");
  const file = options.logStderr ? undefined : new LogFile(config.data);
  if (file) noteFailure(file, openLog);
  const running = await startGateway(config, openLog(config.logLevel, file));
  const stop = await serve(running, stopping, cli);
  await running.close();
  removeFile(running.gateway.directory.file(GATEWAY_FILE));
  await file?.close();
  if (stop.error) throw stop.error;
  if (!cli.json) cli.write(cli.t("已停止。", "Stopped."));
  // An interrupted founding still waits for operations that will only come with the next start.
  process.exit(0);
}

/** Why a gateway fell over must be found afterwards: its last line has the stack. */
function noteFailure(file: LogFile, openLog: OpenLog): void {
  const lastWords = openLog("error", { write: (line: string) => file.writeNow(line) });
  process.on("uncaughtExceptionMonitor", (error: Error) =>
    lastWords("gateway.failed", { error: error.stack }),
  );
}

/** Until somebody asks it to stop, or the founding fails. */
async function serve(
  running: Main.RunningGateway,
  stopping: Stopping,
  cli: Cli,
): Promise<{ error?: unknown }> {
  const { gateway, url } = running;
  const mark = { url, pid: process.pid, version: version() };
  writeFileDurably(gateway.directory.file(GATEWAY_FILE), `${JSON.stringify(mark)}\n`);
  const founded = found(running, cli).then(
    () => ({}),
    (error: unknown) => ({ error }),
  );
  const first = await Promise.race([founded, stopping.requested]);
  if (typeof first !== "string") {
    if ("error" in first) return first;
    await tell(running, cli);
    await stopping.requested;
  }
  if (!cli.json) cli.write(cli.t("正在停止……", "Stopping …"));
  return {};
}

/** A gateway that was opened anew because its disk had failed goes on with the founding of the one before. */
async function found(running: Main.RunningGateway, cli: Cli): Promise<void> {
  while (!running.gateway.directory.isFounded) {
    const { gateway } = running;
    const replaced = running.replaced(gateway);
    try {
      await Promise.race([replaced, foundOne(gateway, cli)]);
    } catch (error) {
      if (gateway.storage.failure === null) throw error;
      await replaced;
    }
  }
}

async function foundOne(gateway: Main.RunningGateway["gateway"], cli: Cli): Promise<void> {
  const { foundCity } = await import("../../ops/city.ts");
  const { city } = gateway.directory.description;
  const sample = city === "sample";
  if (!cli.json && city !== "joined")
    cli.write(
      sample
        ? cli.t("首次启动：载入示例城市", "First start: loading the sample city")
        : cli.t("首次启动：建立三级组织", "First start: founding the three tiers"),
    );
  const { onProgress, end } = foundingProgress(cli);
  try {
    await foundCity(gateway, onProgress);
  } finally {
    end();
  }
}

async function tell(running: Main.RunningGateway, cli: Cli): Promise<void> {
  const facts = factsOfStart(running);
  cli.print(facts, cli.json ? "" : await startText(running, facts, cli));
}

function configOf(o: Options, cli: Cli): Config {
  const config = configFrom({
    data: cli.settings.data,
    host: o.host,
    port: o.port,
    rpc: o.rpc,
    finality: o.finality,
    city: o.empty ? "empty" : "sample",
    acceptClock: o.acceptClock,
    passphraseFile: o.passphraseFile,
    logLevel: o.log,
    keeper: o.keeper,
  });
  const levels = ["trace", "debug", "info", "warn", "error", "fatal", "silent"];
  const refuse = (field: string, value: unknown, reason: string) =>
    new SuyuanError("INPUT_NOT_VALID", { field, value, reason });
  if (!levels.includes(config.logLevel))
    throw refuse("log", config.logLevel, `must be one of ${levels.join(", ")}`);
  if (!Number.isInteger(config.port) || config.port < 0 || config.port > 65_535)
    throw refuse("port", process.env["SUYUAN_PORT"], "must be a whole number from 0 to 65535");
  return { ...requireNodes(config), ...joinFrom({ ...o, rpc: config.rpc }) };
}
