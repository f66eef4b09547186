import { type Command, Option } from "commander";
import { type Wait, waits } from "./api.ts";
import { type Cli } from "./cli.ts";
import { wholeNumber } from "./usage.ts";

export interface ListOptions {
  limit: number;
  after?: string;
}

/** Every list can be cut and gone on with. */
export function listOptions(command: Command, cli: Cli): Command {
  const { t } = cli;
  return command
    .option("--limit <n>", t("最多几条", "at most this many"), wholeNumber(1, 1_000_000, cli), 50)
    .option("--after <cursor>", t("从上次的 next 之后继续", "go on after a list's “next”"));
}

export interface PartyOptions {
  of?: string;
  part?: "consumer" | "provider" | "any";
}

/** Lists of what has two parties. `--as` is who acts, so whose they are is said otherwise. */
export function partyOptions(command: Command, { t }: Cli): Command {
  const part = new Option(
    "--part <part>",
    t("该组织是使用方还是提供方", "in which part the organisation is in it"),
  );
  return command
    .option("--of <organisation>", t("只看涉及此组织的", "only of this organisation"))
    .addOption(part.choices(["consumer", "provider", "any"]));
}

export interface AtOption {
  at?: string;
}

export function atOption(command: Command, { t }: Cli): Command {
  return command.option(
    "--at <moment>",
    t("某区块或时刻（ISO 8601）时", "as of a block or an ISO 8601 time"),
  );
}

export interface ActingOptions {
  wait: Wait;
  timeout: number;
  /** Try it, and do nothing. */
  dryRun?: true;
}

export function actingOptions(command: Command, cli: Cli): Command {
  const { t } = cli;
  const wait = new Option("--wait <state>", t("等到何时", "what to wait for"))
    .choices(waits)
    .default("indexed");
  return command
    .addOption(wait)
    .option("--timeout <seconds>", t("最多等几秒", "wait at most so long"), wholeNumber(0, 60, cli), 60)
    .option(
      "--dry-run",
      t(
        "只试不做：会记录什么，或因何被拒绝",
        "try it: what it would record, or which rule refuses it and why",
      ),
    )
    .hook("preAction", (_, acting) => {
      if (acting.opts<ActingOptions>().dryRun) cli.api.onlyTries = true;
    });
}

/** Repeatable options gather their values. */
export function gather(value: string, before: string[] = []): string[] {
  return [...before, value];
}
