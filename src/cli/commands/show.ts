import type { Command } from "commander";
import { type Cli } from "../cli.ts";
import { type AtOption, atOption } from "../options.ts";
import { datasetSheet } from "../render/dataset.ts";
import { organisationSheet } from "../render/organisation.ts";
import { versionSheet } from "../render/version.ts";
import { explain } from "../usage.ts";

export function define(command: Command, cli: Cli): void {
  const { t } = cli;
  command.argument("<reference>", t("版本、数据集或组织", "a version, a dataset or an organisation"));
  atOption(command, cli);
  command.action((reference: string, options: AtOption) => show(reference, options, cli));
  explain(command, cli, [
    "suyuan show meteorology/weather-daily@3",
    "suyuan show meteorology/weather-daily@latest --at 2026-03-01",
    "suyuan show meteorology",
  ]);
}

async function show(reference: string, { at }: AtOption, cli: Cli): Promise<void> {
  if (reference.includes("@") || /^0x04/.test(reference)) {
    const v = await cli.api.query("version", { version: reference, at });
    return cli.print(v, versionSheet(v, cli));
  }
  if (reference.includes("/") || /^0x03/.test(reference)) {
    const d = await cli.api.query("dataset", { dataset: reference });
    return cli.print(d, datasetSheet(d, cli));
  }
  const o = await cli.api.query("organisation", { organisation: reference });
  cli.print(o, organisationSheet(o, cli));
}
