import type { Command } from "commander";
import { type Cli } from "../cli.ts";
import { type ActingOptions, actingOptions } from "../options.ts";
import { actAndShow, partyOf } from "../sharing.ts";
import { explain, wholeNumber } from "../usage.ts";

interface Options extends ActingOptions {
  name?: string;
  manifest?: string;
  parts?: number;
  note?: string;
}

const MOST_PARTS = 2 ** 32 - 1;

export function define(command: Command, cli: Cli): void {
  const { t } = cli;
  command
    .argument("<grant>", t("如 G9", "like G9"))
    .argument("<version>", t("如 meteorology/weather-daily@3", "like meteorology/weather-daily@3"))
    .option("--name <text>", t("与同一版本的其他交付的区别", "tells it from others of the same version"))
    .option("--manifest <digest>", t("分批交付清单的 SHA-256", "SHA-256 of the manifest of many parts"))
    .option("--parts <n>", t("分为几批", "in how many parts"), wholeNumber(1, MOST_PARTS, cli))
    .option("--note <text>", t("说明", "in words"));
  actingOptions(command, cli);
  command.action((grant: string, version: string, options: Options) => deliver(grant, version, options, cli));
  explain(command, cli, ["suyuan deliver G9 meteorology/weather-daily@3"]);
}

async function deliver(grant: string, version: string, o: Options, cli: Cli): Promise<void> {
  const { name, manifest, parts, note } = o;
  const input = { grant, version, name, manifest, parts, note };
  const otherwise = await partyOf("grant", grant, "provider", cli);
  await actAndShow({ action: "deliver", input, options: o, otherwise, kind: "delivery" }, cli);
}
