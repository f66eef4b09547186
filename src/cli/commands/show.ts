import type { Command } from "commander";
import { SuyuanError } from "../../core/errors.ts";
import { type Cli } from "../cli.ts";
import { type AtOption, atOption } from "../options.ts";
import { datasetSheet } from "../render/dataset.ts";
import { organisationSheet } from "../render/organisation.ts";
import { versionSheet } from "../render/version.ts";
import { kindNamed, look } from "../sharing.ts";
import { explain } from "../usage.ts";

export function define(command: Command, cli: Cli): void {
  const { t } = cli;
  command.argument(
    "<reference>",
    t(
      "版本、数据集、组织、申请、授权、交付、同意或脱敏证据",
      "a version, dataset, organisation, request, grant, delivery, consent or evidence",
    ),
  );
  atOption(command, cli);
  command.action((reference: string, options: AtOption) => show(reference, options, cli));
  explain(command, cli, [
    "suyuan show meteorology/weather-daily@3",
    "suyuan show meteorology/weather-daily@latest --at 2026-03-01",
    "suyuan show meteorology",
    "suyuan show R17",
    "suyuan show G9",
    "suyuan show D23",
    "suyuan show C7",
    "suyuan show E3",
  ]);
}

async function show(reference: string, { at }: AtOption, cli: Cli): Promise<void> {
  const kind = kindNamed(reference);
  if (kind) return showMatter(kind, reference, at, cli);
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

/** Its whole story is told as it stands now; `history` tells how it came about. */
async function showMatter(
  kind: NonNullable<ReturnType<typeof kindNamed>>,
  reference: string,
  at: string | undefined,
  cli: Cli,
): Promise<void> {
  if (at !== undefined) {
    const reason = "goes with a version; any other thing is shown as it stands now";
    throw new SuyuanError("INPUT_NOT_VALID", { field: "at", value: at, reason });
  }
  const { answer, text } = await look(kind, reference, cli);
  cli.print(answer, text);
}
