import type { Command } from "commander";
import type { Action } from "../../core/action.ts";
import { SuyuanError } from "../../core/errors.ts";
import { actions } from "../../ledger/definitions.ts";
import { actAndTell } from "../acting.ts";
import { type Cli } from "../cli.ts";
import { type Field, fieldsOf } from "../fields.ts";
import { readInput, setMember } from "../input.ts";
import { type ActingOptions, actingOptions, gather } from "../options.ts";
import { table } from "../table.ts";
import { explain, speak } from "../usage.ts";

interface Options extends ActingOptions {
  input?: string;
  set?: string[];
  idempotencyKey?: string;
}

/** Every governance action is a command of its own below `act`. */
export function define(command: Command, cli: Cli): void {
  for (const action of actions) defineAction(command, action, cli);
  explain(command, cli, [
    "suyuan act publish-version --help",
    "suyuan act suspend-key --as meteorology --set key=0x… --set reason=lost",
    "suyuan act register-domain --as data-bureau --input @domains.json --dry-run",
  ]);
}

function defineAction(parent: Command, action: Action, cli: Cli): void {
  const { t, language } = cli;
  const command = speak(parent.command(action.name), cli).description(action.summary[language]);
  command
    .option("--input <json>", t("JSON、@文件或 -；数组为多项", "JSON, @file or -; a list is several"))
    .option("--set <name=value>", t("设置一个字段，可多次", "set a field; may be repeated"), gather)
    .option("--idempotency-key <key>", t("同一请求只做一次", "the same request is done once"));
  actingOptions(command, cli);
  command.action((options: Options) => act(action, options, cli));
  command.addHelpText("after", () => `\n${t("字段：", "Fields:")}\n${fieldHelp(fieldsOf(action), cli)}`);
  command.addHelpText("after", () => `${t("执行者：", "Who may: ")}${whoMay(action, cli)}`);
}

function fieldHelp(fields: Field[], { t, language }: Cli): string {
  const headings = [t("字段", "field"), t("类型", "type"), t("必填", "needed"), ""];
  const rows = fields.map((f) => [
    f.name,
    f.type,
    f.required ? t("是", "yes") : "",
    [f.label?.[language], f.about].filter(Boolean).join(" "),
  ]);
  return table(headings, rows).replace(/^/gm, "  ").trimEnd() + "\n";
}

function whoMay({ by }: Action, { t }: Cli): string {
  if (by === "council") return t("领导小组（council-member）", "the leading group (council-member)");
  if (by === "anyone") return t("任何人", "anyone");
  return t(
    `有 ${[by.officer, by.or].filter(Boolean).join(" 或 ")} 权限的数据官`,
    `an officer with the permission ${[by.officer, by.or].filter(Boolean).join(" or ")}`,
  );
}

async function act(action: Action, options: Options, cli: Cli): Promise<void> {
  const { input: given, set = [], idempotencyKey } = options;
  const fields = set.length > 0 ? fieldsOf(action) : [];
  const base = given === undefined ? {} : await readInput(given);
  if (Array.isArray(base) && set.length > 0) {
    const reason = "goes with one input, not with a list";
    throw new SuyuanError("INPUT_NOT_VALID", { field: "set", value: set[0], reason });
  }
  const input = set.reduce<unknown>((whole, pair) => setMember(whole, pair, fields), base);
  const body = Array.isArray(input) ? { items: input } : input;
  await actAndTell(cli, action.name, body, options, { idempotencyKey });
}
