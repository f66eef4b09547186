import type { Command } from "commander";
import { existsSync } from "node:fs";
import { open, rename, rm } from "node:fs/promises";
import { SuyuanError } from "../../core/errors.ts";
import { type BundleQuestion } from "../../sdk/client.ts";
import { type Cli } from "../cli.ts";
import { hash } from "../content.ts";
import { type AtOption, atOption } from "../options.ts";
import { explain } from "../usage.ts";
import { bytes } from "../words.ts";

interface Options extends AtOption {
  lineage?: "up" | "down" | "both";
  depth?: number;
  out?: string;
  city?: true;
}

export function define(command: Command, cli: Cli): void {
  const { t } = cli;
  command
    .argument(
      "[what]",
      t("文件、版本、数据集、组织、授权或 id", "a file, version, dataset, organisation, grant or id"),
    )
    .option("--lineage <way>", t("并证明其血缘：up、down 或 both", "its lineage too: up, down or both"))
    .option("--depth <edges>", t("血缘深度，默认到底", "how far; without it, to the end"), Number)
    .option("--city", t("全市全部历史", "the history of everything"))
    .option("--out <file>", t("写到这里", "where it is written"));
  atOption(command, cli);
  command.action((what: string | undefined, options: Options) => make(what, options, cli));
  const examples = [
    "suyuan bundle weather.csv",
    "suyuan bundle meteorology/weather-daily@3 --lineage both --out weather.bundle",
    "suyuan bundle --city --out city.bundle",
  ];
  explain(command, cli, examples);
}

async function make(what: string | undefined, options: Options, cli: Cli): Promise<void> {
  const { t } = cli;
  const { lineage, depth, at, city } = options;
  if ((what === undefined) === (city === undefined)) {
    const reason = t("须给出其一：对象，或 --city", "must be given, or --city, and not both");
    throw new SuyuanError("INPUT_NOT_VALID", { field: "what", value: what ?? null, reason });
  }
  const subject = what === undefined ? undefined : await subjectOf(what, cli);
  const question = Object.fromEntries(
    Object.entries({ subject, of: city ? "city" : undefined, lineage, depth, at }).filter(
      ([, v]) => v !== undefined,
    ),
  ) as BundleQuestion;
  const out = options.out ?? `${(subject ?? "city").replace(/[^A-Za-z0-9-]+/g, "-")}.bundle`;
  const written = await write(question, out, cli);
  const text = t(
    `${out}：${bytes(written.bytes)}，${written.lines} 行。核验：suyuan verify ${out} --trust trust.json`,
    `${out}: ${bytes(written.bytes)}, ${written.lines} lines. Verify it: suyuan verify ${out} --trust trust.json`,
  );
  cli.print({ file: out, subject: subject ?? "city", ...written }, text);
}

/** A file in hand is the version that has its digest. */
async function subjectOf(what: string, cli: Cli): Promise<string> {
  if (!existsSync(what)) return what;
  const { digest } = await hash(what);
  const { items } = await cli.api.query("check", { digest: digest.sha256 });
  const [one, ...others] = items;
  if (!one) throw new SuyuanError("THING_UNKNOWN", { field: "what", value: what });
  if (others.length === 0) return one.name;
  const reason = cli.t(
    `有多个版本：${items.map((v) => v.name).join("、")}`,
    `is several versions: ${items.map((v) => v.name).join(", ")}`,
  );
  throw new SuyuanError("INPUT_NOT_VALID", { field: "what", value: what, reason });
}

/** Under another name until it is whole: a bundle that broke off is never taken for one. */
async function write(question: BundleQuestion, out: string, cli: Cli) {
  const part = `${out}.part`;
  const file = await open(part, "w");
  let [size, lines] = [0, 0];
  try {
    const response = await cli.api.ask((client) => client.bundle(question));
    let last = Buffer.alloc(0);
    for await (const chunk of response) {
      await file.write(chunk);
      size += chunk.length;
      for (const byte of chunk) if (byte === 10) lines++;
      last = Buffer.concat([last, chunk]).subarray(-200);
    }
    if (!/"is":"end","lines":\d+,"sha256":"0x[0-9a-f]{64}"\}\n$/.test(last.toString("utf8")))
      throw new SuyuanError("GATEWAY_UNREACHABLE", { value: cli.api.url });
    await file.sync();
    await file.close();
    await rename(part, out);
  } catch (error) {
    await file.close().catch(() => undefined);
    await rm(part, { force: true });
    throw error;
  }
  return { bytes: size, lines };
}
