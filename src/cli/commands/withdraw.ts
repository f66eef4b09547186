import type { Command } from "commander";
import { withdrawalReasons } from "../../ledger/dataset/tables.ts";
import { type Cli } from "../cli.ts";
import { defineEnding } from "../ending.ts";

export function define(command: Command, cli: Cli): void {
  const example = `suyuan withdraw meteorology/weather-daily@3 --reason ${withdrawalReasons[0]}`;
  defineEnding(command, cli, { action: "withdraw-version", reasons: withdrawalReasons, example });
}
