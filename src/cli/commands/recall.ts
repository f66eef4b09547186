import type { Command } from "commander";
import { recallReasons } from "../../ledger/dataset/tables.ts";
import { type Cli } from "../cli.ts";
import { defineEnding } from "../ending.ts";

export function define(command: Command, cli: Cli): void {
  const example = `suyuan recall meteorology/weather-daily@3 --reason ${recallReasons[0]} --note "…"`;
  defineEnding(command, cli, { action: "recall-version", reasons: recallReasons, example });
}
