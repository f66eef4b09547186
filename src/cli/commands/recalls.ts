import type { Command } from "commander";
import { type Answer } from "../api.ts";
import { type Cli } from "../cli.ts";
import { type AtOption, atOption, type ListOptions, listOptions } from "../options.ts";
import { fallWord, remainderText } from "../render/fallout.ts";
import { listing } from "../render/list.ts";
import { explain } from "../usage.ts";
import { moment } from "../words.ts";

interface Options extends ListOptions, AtOption {
  closed?: true;
}

export function define(command: Command, cli: Cli): void {
  const { t } = cli;
  command.option("--closed", t("也列出已全部了结的", "also those of which nothing is open"));
  atOption(listOptions(command, cli), cli);
  command.action((options: Options) => recalls(options, cli));
  explain(command, cli, ["suyuan recalls", "suyuan recalls --closed --limit 10"]);
}

async function recalls({ limit, after, at, closed }: Options, cli: Cli): Promise<void> {
  const { t } = cli;
  const page = await cli.api.list("recalls", { limit, cursor: after, at, closed });
  const headings = [
    t("版本", "version"),
    t("事由", "what"),
    t("自", "since"),
    t("派生（链上）", "derived (on chain)"),
    t("授权", "grants"),
    t("交付", "deliveries"),
    t("未了结", "still open"),
  ];
  listing(cli, page, headings, (r) => cells(r, cli));
}

function cells(r: Answer<"recalls">["items"][number], cli: Cli): (string | number)[] {
  const more = r.struck > 1 ? ` +${r.struck - 1}` : "";
  return [
    `${r.versions[0] ?? "—"}${more}`,
    fallWord(r.fall, cli),
    moment(r.fall.time),
    `${r.descendants} (${r.onChain})`,
    r.grants,
    r.deliveries,
    remainderText(r.remainder, cli),
  ];
}
