import { type Command, type CommanderError, InvalidArgumentError } from "commander";
import { SuyuanError } from "../core/errors.ts";
import { type Language, type Text } from "../core/text.ts";
import { type Cli } from "./cli.ts";

/** What commander found wrong with the command line, by its codes. */
const faults: Record<string, { field: string; reason: Text }> = {
  "commander.unknownOption": {
    field: "option",
    reason: { zh: "没有这个选项", en: "there is no such option" },
  },
  "commander.unknownCommand": {
    field: "command",
    reason: { zh: "没有这个命令", en: "there is no such command" },
  },
  "commander.missingArgument": { field: "argument", reason: { zh: "缺少该参数", en: "is missing" } },
  "commander.missingMandatoryOptionValue": {
    field: "option",
    reason: { zh: "必须给出", en: "must be given" },
  },
  "commander.optionMissingArgument": { field: "option", reason: { zh: "缺少值", en: "lacks its value" } },
  "commander.excessArguments": { field: "arguments", reason: { zh: "参数过多", en: "there are too many" } },
  "commander.conflictingOption": {
    field: "option",
    reason: { zh: "不能与另一选项同用", en: "does not go with another option" },
  },
};

export function usageError(error: CommanderError, argv: readonly string[], language: Language): SuyuanError {
  const message = error.message.replace(/^error: /, "");
  const invalid = /^option '(.+?)' argument '(.*)' is invalid\. (.*)$/s.exec(message);
  if (invalid) {
    const [, field, value, reason] = invalid;
    return new SuyuanError("INPUT_NOT_VALID", { field, value, reason: reason!.replace(/\.$/, "") });
  }
  const quoted = /'([^']*)'/.exec(message)?.[1];
  const hint = /\(Did you mean ([^)]*?)\??\)/.exec(message)?.[1];
  const fault = faults[error.code];
  const value = quoted ?? argv.join(" ");
  const isMissing = error.code.includes("issing");
  if (!fault) return new SuyuanError("INPUT_NOT_VALID", { field: "arguments", value, reason: message });
  const meant = hint ? { zh: `；是否想用 ${hint}`, en: `; did you mean ${hint}` }[language] : "";
  return new SuyuanError("INPUT_NOT_VALID", {
    field: isMissing ? value : fault.field,
    value: isMissing ? null : value,
    reason: fault.reason[language] + meant,
  });
}

const titles: Record<string, string> = {
  "Usage:": "用法：",
  "Arguments:": "参数：",
  "Options:": "选项：",
  "Global Options:": "通用选项：",
  "Commands:": "命令：",
};

/** The same help settings for every command. */
export function speak(command: Command, { t, language }: Cli): Command {
  return command
    .configureHelp({
      showGlobalOptions: true,
      styleTitle: (title) => (language === "zh" ? (titles[title] ?? title) : title),
    })
    .helpOption("-h, --help", t("显示帮助", "show help"))
    .helpCommand(false)
    .exitOverride()
    .configureOutput({ outputError: () => undefined });
}

/** Examples and exit codes below a command's help. */
export function explain(
  command: Command,
  { t }: Cli,
  examples: string[],
  codes: [number, string][] = [],
): void {
  const shown = examples.map((line) => `  ${line}`).join("\n");
  command.addHelpText("after", `\n${t("示例：", "Examples:")}\n${shown}`);
  const all: [number, string][] = [
    [0, t("完成", "done")],
    [1, t("失败", "failed")],
    [2, t("给出的内容有误，什么也没有改变", "what was given is not valid; nothing was changed")],
  ];
  const merged = new Map([...all, ...codes]);
  const lines = [...merged].sort(([a], [b]) => a - b).map(([code, what]) => `  ${code}  ${what}`);
  command.addHelpText("after", `\n${t("退出码：", "Exit codes:")}\n${lines.join("\n")}`);
}

/** For options that take a whole number. */
export function wholeNumber(from: number, to: number, cli: Cli) {
  return (text: string): number => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= from && value <= to) return value;
    throw new InvalidArgumentError(
      cli.t(`须为 ${from} 至 ${to} 的整数`, `must be a whole number from ${from} to ${to}`),
    );
  };
}
