import type { Command } from "commander";
import { type Cli } from "../cli.ts";
import { defineVerdict } from "../verdict.ts";

export function define(command: Command, cli: Cli): void {
  defineVerdict(
    command,
    cli,
    "reject-desensitisation",
    'suyuan reject E3 --as data-bureau --note "names are left"',
  );
}
