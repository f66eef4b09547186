import { type Command, Option } from "commander";
import { type Cli } from "../cli.ts";
import { type AtOption, atOption } from "../options.ts";
import { draw, formats, type Format } from "../render/lineage.ts";
import { explain, wholeNumber } from "../usage.ts";

interface Options extends AtOption {
  up?: true;
  down?: true;
  depth?: number;
  limit: number;
  format: Format;
}

export function define(command: Command, cli: Cli): void {
  const { t } = cli;
  command
    .argument("<version>", t("如 meteorology/weather-daily@3", "like meteorology/weather-daily@3"))
    .addOption(new Option("--up", t("只看来源", "only where it came from")))
    .addOption(new Option("--down", t("只看去向", "only what it went into")).conflicts("up"))
    .option("--depth <n>", t("最多几层", "at most so many steps"), wholeNumber(0, 10_000, cli))
    .option("--limit <n>", t("最多几个版本", "at most so many versions"), wholeNumber(1, 50_000, cli), 1_000)
    .addOption(
      new Option("--format <format>", t("输出形式", "how it is drawn")).choices(formats).default("tree"),
    );
  atOption(command, cli);
  command.action((version: string, options: Options) => lineage(version, options, cli));
  explain(command, cli, [
    "suyuan lineage meteorology/weather-daily@latest",
    "suyuan lineage meteorology/weather-daily@1 --down --depth 2 --at 2026-03-01",
    "suyuan lineage meteorology/weather-daily@1 --format mermaid > lineage.mmd",
  ]);
}

async function lineage(version: string, options: Options, cli: Cli): Promise<void> {
  const { up, down, depth, limit, at, format } = options;
  const direction = up ? "up" : down ? "down" : "both";
  const answer = await cli.api.query("lineage", { version, direction, depth, limit, at });
  const text = format === "json" ? JSON.stringify(answer, null, 2) : draw(answer, format, cli.language);
  cli.print(answer, text);
}
