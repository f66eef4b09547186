import { type Command, Option } from "commander";
import { grades } from "../../core/states.ts";
import type { VersionAnswer } from "../../ledger/dataset/answers.ts";
import { ownerIn } from "../acting.ts";
import { isProblem } from "../api.ts";
import { type DryRun, type Operation, type Problem } from "../../sdk/client.ts";
import { type Cli } from "../cli.ts";
import { hash, type Hashed } from "../content.ts";
import { keepManifest } from "../manifestFile.ts";
import { type ActingOptions, actingOptions } from "../options.ts";
import { exitCodeOf, sentenceOf, toProblem } from "../problem.ts";
import { commonPart, madeOptions, publicationOf, type PublicationOptions } from "../publication.ts";
import { dryRunText } from "../render/dryRun.ts";
import { oneLine } from "../table.ts";
import { explain } from "../usage.ts";
import { versionById } from "../versionById.ts";

interface Options extends PublicationOptions, ActingOptions {
  manifestOut?: string;
  manifest: boolean;
}

/** One of `items` in the JSON answer. */
interface Anchored {
  file: string;
  content: Hashed["digest"] | null;
  manifest: string | null;
  outcome: "anchored" | "already" | "accepted" | "failed" | "tried";
  version: VersionAnswer | null;
  operation: Operation | null;
  /** What would have been done. */
  dryRun: DryRun | null;
  problem: Problem | null;
}

export function define(command: Command, cli: Cli): void {
  const { t } = cli;
  command.argument("<files...>", t("文件或文件夹", "files or folders"));
  madeOptions(command, cli)
    .option("--corrects <version>", t("所更正的版本", "the version it corrects"))
    .option("--title-zh <text>", t("中文名称", "Chinese title"))
    .option("--title-en <text>", t("英文名称", "English title"))
    .addOption(new Option("--grade <grade>", t("级别", "grade")).choices(grades))
    .option("--personal", t("含个人信息", "holds personal data"))
    .option("--no-personal", t("不含个人信息", "holds no personal data"))
    .option("--least", t("最小授权：仅限指定的数据官", "least authorisation: for named officers only"))
    .option("--no-least", t("不再为最小授权", "least authorisation no more"))
    .option("--manifest-out <file>", t("文件夹清单写到何处", "where a folder's manifest is written"))
    .option("--no-manifest", t("不保留文件夹清单", "do not keep a folder's manifest"));
  actingOptions(command, cli);
  command.action((files: string[], options: Options) => anchor(files, options, cli));
  explain(command, cli, [
    "suyuan anchor weather.csv --dataset meteorology/weather-daily",
    "suyuan anchor joined.csv --dataset transport/joined --parent transport/trips@2 --parent weather.csv",
    "suyuan anchor clean/ --dataset meteorology/clean --job clean --code clean.py --json",
    "suyuan anchor weather.csv --dataset meteorology/weather-daily --dry-run",
  ]);
}

async function anchor(files: string[], options: Options, cli: Cli): Promise<void> {
  const common = await commonPart(options, cli.api);
  const items: Anchored[] = [];
  for (const file of files) {
    const done = await anchorOne(file, common, options, cli);
    items.push(done);
    tell(done, options.dataset, cli);
    if (done.problem) cli.exitCode ||= exitCodeOf(done.problem);
  }
  if (cli.json) cli.print({ items }, "");
}

async function anchorOne(
  file: string,
  common: Record<string, unknown>,
  options: Options,
  cli: Cli,
): Promise<Anchored> {
  const made: Anchored = {
    file,
    content: null,
    manifest: null,
    outcome: "failed",
    version: null,
    operation: null,
    dryRun: null,
    problem: null,
  };
  try {
    const hashed = await hash(file);
    made.content = hashed.digest;
    Object.assign(made, await publish(publicationOf(common, hashed), options, cli));
    if (hashed.manifest !== undefined && options.manifest && !options.dryRun)
      made.manifest = keepManifest(file, hashed, options.manifestOut);
  } catch (error) {
    if (process.env["SUYUAN_DEBUG"] === "1") cli.note(String((error as Error).stack));
    made.problem = toProblem(error, cli.language);
  }
  return made;
}

async function publish(input: unknown, options: Options, { api, settings }: Cli): Promise<Partial<Anchored>> {
  const { wait, timeout, dataset, dryRun } = options;
  const otherwise = ownerIn(dataset);
  try {
    if (dryRun) {
      const tried = await api.dryRun("publish-version", input, { as: settings.as, otherwise });
      return { outcome: "tried", dryRun: tried };
    }
    const acting = { as: settings.as, otherwise, wait, timeout };
    const [operation] = await api.act("publish-version", input, acting);
    if (operation!.error) return { operation: operation!, problem: operation!.error };
    const inBlock = operation!.state === "mined" || operation!.state === "final";
    const version = inBlock ? await versionById(api, operation!.makes[0]!, true) : null;
    return { outcome: version ? "anchored" : "accepted", operation: operation!, version };
  } catch (error) {
    if (!isProblem(error, "LEDGER_SUBJECT_EXISTS")) throw error;
    const id = String(error.problem["subject"] ?? error.problem.value);
    return { outcome: "already", version: await versionById(api, id, wait !== "accepted") };
  }
}

function tell(
  { file, manifest, outcome, version, operation, dryRun, problem }: Anchored,
  dataset: string,
  cli: Cli,
): void {
  if (cli.json) return;
  const { t } = cli;
  const name = oneLine(file);
  const as = version && `${version.name} (${version.id})`;
  const at = version && t(`区块 ${version.block}`, `block ${version.block}`);
  if (problem) cli.note(`${name}: ${sentenceOf(problem)}`);
  else if (dryRun) cli.write(`${name}\n${dryRunText(dryRun, cli)}`);
  else if (outcome === "anchored")
    cli.write(t(`${name}：已登记为 ${as}，${at}`, `${name}: anchored as ${as}, ${at}`));
  else if (outcome === "already" && version)
    cli.write(t(`${name}：早已登记为 ${as}，${at}`, `${name}: already anchored as ${as}, ${at}`));
  else if (outcome === "already")
    cli.write(
      t(`${name}：已接受，尚未入区块`, `${name}: already accepted for ${dataset}, not in a block yet`),
    );
  else {
    const watch = `suyuan operations ${operation!.id} --watch`;
    cli.write(t(`${name}：已接受；跟踪：${watch}`, `${name}: accepted; to follow it: ${watch}`));
  }
  if (manifest)
    cli.write(t(`  清单保存在 ${oneLine(manifest)}`, `  its manifest is kept in ${oneLine(manifest)}`));
}
