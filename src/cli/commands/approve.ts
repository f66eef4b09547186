import type { Command } from "commander";
import { type Cli } from "../cli.ts";
import { defineVerdict } from "../verdict.ts";

export function define(command: Command, cli: Cli): void {
  defineVerdict(command, cli, "approve-desensitisation", "suyuan approve E3 --as hospital-a-desk");
}
