import { Command, CommanderError, Option } from "commander";
import { type Language } from "../core/text.ts";
import { Cli } from "./cli.ts";
import { commands, type Row } from "./commands.ts";
import { exitCodeOf, sentenceOf, toProblem } from "./problem.ts";
import { type GlobalOptions } from "./settings.ts";
import { explain, speak, usageError } from "./usage.ts";
import { version } from "./version.ts";

/**
 * Runs one command line and answers with the exit code. Only the command that is meant gets loaded; and since
 * Node strips types word by word, `import { type X }` would still load its file: here it is `import type { X }`.
 */
export async function main(argv: readonly string[]): Promise<number> {
  const cli = new Cli(languageOf(argv, process.env), argv.includes("--json"));
  try {
    const program = await build(cli, argv);
    await program.parseAsync([...argv], { from: "user" });
    return cli.exitCode;
  } catch (error) {
    return tell(error, cli, argv);
  }
}

async function build(cli: Cli, argv: readonly string[]): Promise<Command> {
  const program = speak(new Command("suyuan"), cli);
  const { t } = cli;
  program
    .description(t("溯源：城市数据的来源账本。", "Suyuan: a provenance ledger for a city's data."))
    .version(version(), "-V, --version", t("显示版本", "show the version"))
    .addOption(new Option("--json", t("以 JSON 输出", "answer in JSON")))
    .addOption(new Option("--lang <language>", t("语言", "language")).choices(["zh", "en"]))
    .option("--url <url>", t("网关地址（SUYUAN_URL）", "of the gateway (SUYUAN_URL)"))
    .option("--key-file <file>", t("API 密钥文件（或 SUYUAN_KEY）", "holds the API key (or SUYUAN_KEY)"))
    .option("--as <organisation>", t("以哪个组织行事（SUYUAN_AS）", "who acts (SUYUAN_AS)"))
    .option("--data <folder>", t("数据目录（SUYUAN_DATA）", "data directory (SUYUAN_DATA)"))
    .hook("preAction", (_, action) => cli.use(action.optsWithGlobals<GlobalOptions>()));
  explain(program, cli, ["suyuan start", "suyuan anchor --help", "suyuan check weather.csv"]);
  const meant = commands.find((row) => row.name === commandWord(argv));
  for (const row of commands) await add(program, row, row === meant, cli);
  return program;
}

async function add(program: Command, row: Row, isMeant: boolean, cli: Cli): Promise<void> {
  const command = speak(program.command(row.name), cli).description(row.summary[cli.language]);
  if (!isMeant) return;
  const { define } = await row.load();
  define(command, cli);
}

const globalsWithValue = ["--lang", "--url", "--key-file", "--as", "--data"];

/** The first word that is neither an option nor a global option's value. */
function commandWord(argv: readonly string[]): string | undefined {
  return argv.find((word, i) => !word.startsWith("-") && !globalsWithValue.includes(argv[i - 1] ?? ""));
}

function languageOf(argv: readonly string[], env: Record<string, string | undefined>): Language {
  const at = argv.indexOf("--lang");
  const given = argv.find((a) => a.startsWith("--lang="))?.slice(7) ?? (at < 0 ? undefined : argv[at + 1]);
  if (given === "zh" || given === "en") return given;
  const locale = env["LC_ALL"] || env["LC_MESSAGES"] || env["LANG"] || "";
  return locale.startsWith("zh") ? "zh" : "en";
}

/** Help and version are no errors; anything else is told once, without a stack trace. */
function tell(error: unknown, cli: Cli, argv: readonly string[]): number {
  if (error instanceof CommanderError && error.exitCode === 0) return 0;
  // A bare `suyuan`, or a group of commands without one: commander has shown the help on stderr.
  if (error instanceof CommanderError && error.code === "commander.help") return 2;
  const known = error instanceof CommanderError ? usageError(error, argv, cli.language) : error;
  const problem = toProblem(known, cli.language);
  if (process.env["SUYUAN_DEBUG"] === "1" && error instanceof Error) cli.note(error.stack ?? error.message);
  if (cli.json) cli.write(JSON.stringify(problem, null, 2));
  else cli.note(sentenceOf(problem));
  if (problem.code === "ACCESS_SCOPE_MISSING" && !cli.json) cli.note(scopeHint(cli));
  return exitCodeOf(problem);
}

/** The administrator's key of a city without the sample manages and does nothing else. */
function scopeHint({ t }: Cli): string {
  const create = "suyuan keys create --label NAME --scope read,act --officer ORGANISATION";
  return t(`可新建一个密钥：${create}`, `A key that may is made with: ${create}`);
}
