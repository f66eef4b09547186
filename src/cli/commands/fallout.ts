import { type Command, Option } from "commander";
import { type Cli } from "../cli.ts";
import { type AtOption, atOption, type ListOptions, listOptions } from "../options.ts";
import {
  falloutText,
  handedCells,
  handedHeadings,
  reachedCells,
  reachedHeadings,
} from "../render/fallout.ts";
import { listing } from "../render/list.ts";
import { explain } from "../usage.ts";

interface Options extends ListOptions, AtOption {
  list?: "versions" | "deliveries";
  open?: true;
}

export function define(command: Command, cli: Cli): void {
  const { t } = cli;
  const list = new Option("--list <what>", t("列出派生版本或交付", "list derived versions, or deliveries"));
  command
    .argument("<version>", t("被召回或撤回的版本", "a version that was recalled or withdrawn"))
    .addOption(list.choices(["versions", "deliveries"]))
    .option("--open", t("与 --list 同用：只看尚未了结的", "with --list: only what is still open"));
  atOption(listOptions(command, cli), cli);
  command.action((version: string, options: Options) => fallout(version, options, cli));
  explain(command, cli, [
    "suyuan fallout meteorology/weather-daily@3",
    "suyuan fallout meteorology/weather-daily@3 --list deliveries --open",
    "suyuan fallout meteorology/weather-daily@3 --list versions --limit 1000",
  ]);
}

async function fallout(version: string, o: Options, cli: Cli): Promise<void> {
  const { at, open, limit, after: cursor } = o;
  const range = { version, at, open, limit, cursor };
  if (o.list === "versions") {
    const page = await cli.api.list("fallout-versions", range);
    return listing(cli, page, reachedHeadings(cli), (v) => reachedCells(v, cli));
  }
  if (o.list === "deliveries") {
    const page = await cli.api.list("fallout-deliveries", range);
    return listing(cli, page, handedHeadings(cli), (d) => handedCells(d, cli));
  }
  return whole(version, o, cli);
}

/** The counts, and the first of what is still open. */
async function whole(version: string, { at, limit }: Options, cli: Cli): Promise<void> {
  const answer = await cli.api.query("fallout", { version, at });
  const open = { version, at, open: true, limit };
  const deliveries = await cli.api.list("fallout-deliveries", open);
  const versions = await cli.api.list("fallout-versions", open);
  const remainder = { ...answer.remainder, items: { deliveries, versions } };
  cli.print({ ...answer, remainder }, falloutText(answer, { deliveries, versions }, cli));
}
