import { defaults } from "../../config.ts";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Cli } from "../cli.ts";
import { attempt, fail, type Finding, ok, warn } from "../doctor.ts";
import { listenProblem } from "../port.ts";
import { signingText } from "../render/signing.ts";
import { runningGateway } from "../settings.ts";

const ANSWER_MS = 5_000;

/** Asked of the running gateway, which follows the chain; an API key that may not read is no fault of the set-up. */
export async function checkSigning(cli: Cli): Promise<Finding[]> {
  if (!runningGateway(cli.settings.data)) return [];
  const status = await cli.api.query("status", {}).catch(() => undefined);
  if (!status) return [];
  const says = signingText(status.signs, cli);
  if (status.signs.some((s) => s.standing === "in-force")) return [ok("signs for", says)];
  const advice = cli.t(
    "请理事会以 admit-organisation 接纳，或由数据官以 grant-key 授权",
    "the council admits it (admit-organisation), or the data officer grants it (grant-key)",
  );
  return [warn("signs for", says, advice)];
}

/** A running gateway says whether it is ready; without one its port must be free. */
export async function checkGateway(cli: Cli, port: number | undefined): Promise<Finding> {
  const { t } = cli;
  const running = runningGateway(cli.settings.data);
  if (running) {
    const advice = t("看 gateway.log", "see gateway.log");
    return attempt("gateway", advice, () => askReady(running.url, cli));
  }
  const wanted = port ?? Number(process.env["SUYUAN_PORT"] ?? defaults.port);
  const problem = await listenProblem(defaults.host, wanted);
  if (problem === null) return ok("port", t(`${wanted} 空闲`, `${wanted} is free`));
  const another = t("用 --port 另选", "choose another with --port");
  return fail("port", t(`${wanted} 不可用（${problem}）`, `${wanted} cannot be used (${problem})`), another);
}

async function askReady(url: string, { t }: Cli): Promise<Finding> {
  const response = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(ANSWER_MS) });
  const { ready, reasons } = (await response.json()) as { ready: boolean; reasons: string[] };
  if (ready) return ok("gateway", t(`${url} 就绪`, `${url} is ready`));
  return warn("gateway", `${url}: ${reasons.join("; ")}`, t("看 gateway.log", "see gateway.log"));
}

/** Whether a node answers, and is of the chain that the data directory serves. */
export async function checkNodes(cli: Cli, urls: readonly string[]): Promise<Finding[]> {
  const { rpcPort } = await import("../../chain/ports.ts");
  const file = join(cli.settings.data, "ledger.json");
  const known = existsSync(file)
    ? (JSON.parse(readFileSync(file, "utf8")) as { chainId: number })
    : undefined;
  const { t } = cli;
  const advice = t("检查地址与节点", "check the address and the node");
  const check = async (url: string): Promise<Finding> => {
    const port = await rpcPort({ urls: [url], depth: 0 });
    try {
      const head = await port.node.headNumber();
      const says = `${url}: ${t("链", "chain")} ${port.chainId}, ${t("区块", "block")} ${head}`;
      if (known === undefined || known.chainId === port.chainId) return ok("rpc", says);
      const serves = t(`此目录属于链 ${known.chainId}`, `this data directory is of chain ${known.chainId}`);
      return fail("rpc", says, serves);
    } finally {
      await port.close();
    }
  };
  return Promise.all(urls.map((url) => attempt("rpc", advice, () => check(url))));
}
