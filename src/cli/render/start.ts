import type { RunningGateway } from "../../main.ts";
import { ordinal } from "../../core/table.ts";
import { counters } from "../../ledger/dataset/tables.ts";
import { blocks } from "../../ledger/spine/tables.ts";
import { anvilVersion } from "../../chain/embedded/anvil.ts";
import { type Cli } from "../cli.ts";
import { defaultData } from "../settings.ts";
import { signingOf } from "../../ledger/agent/signing.ts";
import { sheet } from "../table.ts";
import { tryNext } from "../tryNext.ts";
import { version } from "../version.ts";
import { moment } from "../words.ts";
import { type Signing, signingText } from "./signing.ts";

export interface StartFacts {
  url: string;
  version: string;
  pid: number;
  data: string;
  city: "sample" | "empty" | "joined";
  /** Whom this gateway can sign for. */
  signs: Signing[];
  chain: "embedded" | "node";
  chainId: number;
  block: number;
  blockHash: string;
  /** ISO, of the last block. */
  time: string;
  facts: number;
  versions: number;
}

/** What `start --json` answers once it is ready. */
export function factsOfStart({ gateway, url }: RunningGateway): StartFacts {
  const { rows, ledger } = gateway.sources;
  const head = gateway.sources.head();
  return {
    url,
    version: version(),
    pid: process.pid,
    data: gateway.directory.path,
    city: gateway.directory.description.city,
    signs: gateway.sources.signers().map((signer) => signingOf(signer, rows, head.time)),
    chain: gateway.port.kind,
    chainId: ledger.chainId,
    block: head.number,
    blockHash: head.hash,
    time: new Date(head.time * 1000).toISOString(),
    facts: rows.get(blocks, ordinal(head.number))?.facts ?? 0,
    versions: rows.get(counters, "versions") ?? 0,
  };
}

export async function startText({ gateway }: RunningGateway, f: StartFacts, cli: Cli): Promise<string> {
  const { t } = cli;
  const chain =
    f.chain === "embedded"
      ? t(`内嵌链 anvil ${anvilVersion()}`, `embedded anvil ${anvilVersion()}`)
      : gateway.config.rpc.join(" ");
  const sample = t(
    "示例城市：所有部门的密钥都在这里，仅供演示",
    "the sample: every department's key lies here, for show only",
  );
  const bare = t("领导小组、大数据局、第一部门", "a leading group, a data bureau, a first department");
  const joined = t("由另一网关建立", "founded by another gateway");
  const cities = { sample, empty: bare, joined };
  const about = sheet([
    [t("网关", "gateway"), `${f.url}  (${t("接口说明", "API page")}: ${f.url}/docs)`],
    [
      t("链", "chain"),
      `${chain}, ${t("链号", "chain id")} ${f.chainId}, ${t("区块", "block")} ${f.block} (${moment(f.time)})`,
    ],
    [
      t("账本", "ledger"),
      t(`${f.facts} 个事实，${f.versions} 个版本`, `${f.facts} facts, ${f.versions} versions`),
    ],
    [t("城市", "city"), cities[f.city]],
    [t("可代表", "signs for"), f.city === "sample" ? undefined : signingText(f.signs, cli)],
    [t("数据", "data"), `${f.data}  (gateway.log; ${t("密钥", "key")}: admin.key)`],
  ]);
  const prefix = "npm run -s suyuan --" + (f.data === defaultData ? "" : ` --data ${quoted(f.data)}`);
  const next = (await tryNext(gateway, prefix)).map((line) => `  ${line}`);
  const head = t(`溯源 ${f.version} 已就绪。`, `Suyuan ${f.version} is ready.`);
  const hint = t("接下来可在另一终端试试：", "Try next, in another terminal:");
  const end = t("按 Ctrl-C 停止。", "Ctrl-C stops it.");
  return [head, "", about, hint, ...next, "", ...warnings({ gateway, f, cli }), end].join("\n");
}

function warnings({
  gateway,
  f,
  cli,
}: {
  gateway: RunningGateway["gateway"];
  f: StartFacts;
  cli: Cli;
}): string[] {
  const { t } = cli;
  const { config, port } = gateway;
  const lines: string[] = [];
  const problem = port.problem();
  if (problem !== null) lines.push(`! ${problem}`);
  if (!["127.0.0.1", "::1", "localhost"].includes(config.host))
    lines.push(
      t(
        `! 其他机器可访问 ${config.host}，且未加密`,
        `! ${config.host} is open to other machines, without TLS`,
      ),
    );
  if (config.city === "empty" && f.city === "sample")
    lines.push(
      t(
        "! 目录已有示例城市，--empty 不起作用",
        "! the directory holds the sample city; --empty only counts at the first start",
      ),
    );
  return lines;
}

function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
