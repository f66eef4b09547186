import type { Command } from "commander";
import { type Cli } from "../cli.ts";
import { type AtOption, atOption, type ListOptions, listOptions } from "../options.ts";
import { listing } from "../render/list.ts";
import { explain } from "../usage.ts";
import { bytes, moment, standingWord, titleIn } from "../words.ts";

type Options = ListOptions & AtOption;

export function define(command: Command, cli: Cli): void {
  const { t } = cli;
  command.argument("<dataset>", t("如 meteorology/weather-daily", "like meteorology/weather-daily"));
  atOption(listOptions(command, cli), cli);
  command.action((dataset: string, options: Options) => versions(dataset, options, cli));
  explain(command, cli, ["suyuan versions meteorology/weather-daily"]);
}

async function versions(dataset: string, { limit, after, at }: Options, cli: Cli): Promise<void> {
  const { t, language } = cli;
  const page = await cli.api.list("versions", { dataset, limit, cursor: after, at });
  const headings = [
    t("版本", "version"),
    t("状态", "standing"),
    t("时间", "time"),
    t("大小", "size"),
    t("名称", "title"),
  ];
  listing(cli, page, headings, (v) => [
    v.name,
    standingWord(v.standing, language),
    moment(v.time),
    v.content.size === null ? "—" : bytes(v.content.size),
    titleIn(v.title, language),
  ]);
}
