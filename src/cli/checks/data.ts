import { accessSync, constants, existsSync, readdirSync, readFileSync, statfsSync, statSync } from "node:fs";
import { join } from "node:path";
import { bytes } from "../words.ts";
import { type Cli } from "../cli.ts";
import { attempt, fail, type Finding, ok, warn } from "../doctor.ts";
import { runningGateway } from "../settings.ts";

/** Bytes: below these, a start warns and fails. */
const LITTLE = 2 * 1024 ** 3;
const TOO_LITTLE = 200 * 1024 ** 2;

/** The data directory as it lies there; nothing in it is changed. */
export async function checkData(cli: Cli, passphraseFile: string | undefined): Promise<Finding[]> {
  const { t, settings } = cli;
  const { data } = settings;
  if (!existsSync(data)) {
    return [ok("data", t(`${data}：尚无，首次启动时建立`, `${data}: none yet; the first start makes it`))];
  }
  const description = await attempt("data", t("用 --data 另选目录", "choose another with --data"), () =>
    describe(cli),
  );
  if (description.verdict === "fail") return [description, checkSpace(cli)];
  const keys = await attempt("keys", t("恢复密钥备份", "restore the keys from a backup"), () =>
    checkKeys(cli, passphraseFile),
  );
  return [description, ...(await checkRestored(cli)), checkSpace(cli), keys, await checkClock(cli)];
}

/** A restored directory is as good as any; who compares it with others must know where it begins to differ. */
async function checkRestored({ t, settings: { data } }: Cli): Promise<Finding[]> {
  const { readRestores } = await import("../../ops/restored.ts");
  return readRestores(data).map(({ backup, taken, chain, block }) => {
    const from = t(`来自 ${taken} 的备份 ${backup}`, `from backup ${backup} of ${taken}`);
    const fork = t(`，链在区块 ${block?.number} 之后分叉`, `, the chain forks after block ${block?.number}`);
    return ok("restored", `${from}${chain === "embedded" ? fork : ""}`);
  });
}

async function describe({ t, settings: { data } }: Cli): Promise<Finding> {
  const { readDescription } = await import("../../ops/dataDirectory.ts");
  accessSync(data, constants.R_OK | constants.W_OK | constants.X_OK);
  const found = readDescription(data);
  if (!found) return ok("data", t(`${data}：空目录`, `${data}: empty`));
  const running = runningGateway(data);
  const held = running
    ? t(`，网关正在运行（${running.pid}）`, `, its gateway runs (process ${running.pid})`)
    : "";
  const whose =
    found.organisation === undefined ? "" : t(`，${found.organisation} 的网关`, `, of ${found.organisation}`);
  const says = `${data}: ${t("格式", "format")} ${found.format}, ${t("城市", "city")} ${found.city}${whose}${held}`;
  if (found.founded !== null || running) return ok("data", says);
  return warn(
    "data",
    `${says}, ${t("尚未建成", "not founded yet")}`,
    t("再启动一次即可续做", "the next start goes on with it"),
  );
}

function checkSpace({ t, settings: { data } }: Cli): Finding {
  const { bavail, bsize } = statfsSync(data);
  const free = bavail * bsize;
  const says = t(`剩余 ${bytes(free)}`, `${bytes(free)} free`);
  const advice = t("腾出磁盘空间", "make room on the disk");
  if (free < TOO_LITTLE) return fail("space", says, advice);
  return free < LITTLE ? warn("space", says, advice) : ok("space", says);
}

async function checkKeys(
  { t, settings: { data } }: Cli,
  passphraseFile: string | undefined,
): Promise<Finding> {
  const folder = join(data, "keys");
  const names = existsSync(folder) ? readdirSync(folder).sort() : [];
  const files = names.filter((name) => name.endsWith(".json"));
  if (files.length === 0) return ok("keys", t("尚无密钥文件", "no key files yet"));
  const passphrase = passphraseFile ?? process.env["SUYUAN_PASSPHRASE_FILE"] ?? join(folder, "passphrase");
  if (!existsSync(passphrase)) {
    return fail(
      "keys",
      t(`没有口令文件 ${passphrase}`, `there is no passphrase file ${passphrase}`),
      "--passphrase-file",
    );
  }
  const { unlockKey } = await import("../../chain/keystore.ts");
  const secret = readFileSync(passphrase, "utf8").replace(/\r?\n$/, "");
  // One passphrase opens all, and opening one costs about half a second where guessing shall be dear.
  await unlockKey(readFileSync(join(folder, files[0]!), "utf8"), secret);
  for (const file of files) JSON.parse(readFileSync(join(folder, file), "utf8"));
  const foreign = names.filter(
    (n) => n.endsWith(".lease") && readFileSync(join(folder, n), "utf8") !== holderOf(data),
  );
  if (foreign.length > 0) {
    const says = t(`租约属于另一目录：${foreign[0]}`, `${foreign[0]} is leased to another data directory`);
    return fail("keys", says, t("同一密钥不可在两处使用", "a key must not be used in two places"));
  }
  const open = [folder, passphrase].filter((path) => (statSync(path).mode & 0o077) !== 0);
  const says = t(
    `${files.length} 个密钥文件，口令可用`,
    `${files.length} key files, the passphrase opens them`,
  );
  if (process.platform === "win32" || open.length === 0) return ok("keys", says);
  return warn("keys", t(`他人可读：${open[0]}`, `others may read ${open[0]}`), `chmod go-rwx ${open[0]}`);
}

function holderOf(data: string): string {
  return (JSON.parse(readFileSync(join(data, "suyuan.json"), "utf8")) as { id: string }).id;
}

/** The embedded chain gives blocks this machine's time, and a wrong one would pass deadlines for good. */
async function checkClock({ t, settings: { data } }: Cli): Promise<Finding> {
  const { filesOf } = await import("../../chain/embedded/home.ts");
  const { MAX_IDLE_SECONDS } = await import("../../chain/embedded/clock.ts");
  const { rescan } = await import("../../chain/embedded/journal.ts");
  const files = filesOf(join(data, "chain"));
  const now = new Date().toISOString();
  const advice = t(
    "校正时钟；若时钟无误，以 --accept-clock 启动",
    "correct the clock, or start with --accept-clock if it is right",
  );
  if (existsSync(files.step)) return fail("clock", t(`${now}：曾经跳变`, `${now}: it stepped`), advice);
  if (!existsSync(files.journal)) return ok("clock", now);
  const last = rescan(files.journal, statSync(files.journal).size).blocks.at(-1)?.timestamp;
  if (last === undefined) return ok("clock", now);
  const ahead = last - Date.now() / 1000;
  const block = t(`最后区块 ${iso(last)}`, `last block ${iso(last)}`);
  if (ahead > 0 || -ahead > MAX_IDLE_SECONDS) return warn("clock", `${now}, ${block}`, advice);
  return ok("clock", `${now}, ${block}`);
}

function iso(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
