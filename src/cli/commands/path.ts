import type { Command } from "commander";
import { type Cli } from "../cli.ts";
import { type AtOption, atOption } from "../options.ts";
import { explain } from "../usage.ts";
import { oneLine } from "../table.ts";
import { standingWord, titleIn } from "../words.ts";

const NOT_CONNECTED = 1;

export function define(command: Command, cli: Cli): void {
  const { t } = cli;
  command
    .argument("<from>", t("来源版本", "the version it came from"))
    .argument("<to>", t("派生版本", "the version derived from it"));
  atOption(command, cli);
  command.action((from: string, to: string, options: AtOption) => path(from, to, options, cli));
  const example = "suyuan path meteorology/weather-daily@1 transport/delays@latest";
  explain(
    command,
    cli,
    [example],
    [[NOT_CONNECTED, t("失败，或并无派生关系", "failed, or one does not derive from the other")]],
  );
}

async function path(from: string, to: string, { at }: AtOption, cli: Cli): Promise<void> {
  const answer = await cli.api.query("path", { from, to, at });
  const lines = answer.nodes.map((n, i) => {
    const mark = n.standing === "current" ? "" : ` [${standingWord(n.standing, cli.language)}]`;
    return `${"  ".repeat(i)}${i === 0 ? "" : "└─ "}${oneLine(`${n.name} ${titleIn(n.title, cli.language)}`)}${mark}`;
  });
  const none = cli.t(`${to} 并非由 ${from} 派生。`, `${to} does not derive from ${from}.`);
  cli.print(answer, answer.connected ? lines.join("\n") : none);
  if (!answer.connected) cli.exitCode = NOT_CONNECTED;
}
