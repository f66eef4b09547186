import type { Command } from "commander";
import { type Cli } from "../cli.ts";
import { explain } from "../usage.ts";

export function define(command: Command, cli: Cli): void {
  const { t } = cli;
  command.action(() => run(cli));
  command.addHelpText(
    "after",
    `\n${t(
      "先停止网关；有备份时请优先恢复备份。损坏的文件会移到一旁保留。",
      "Stop the gateway first. A backup is better, where there is one. What is damaged is kept aside.",
    )}`,
  );
  explain(command, cli, ["suyuan repair", "suyuan repair --data /srv/suyuan"]);
}

async function run(cli: Cli): Promise<void> {
  const { repair } = await import("../../ops/repair.ts");
  const { t } = cli;
  const outcome = await repair(cli.settings.data);
  const lines = outcome.stores.map(({ path, aside, rows }) =>
    t(
      `${path}：保留 ${rows} 行；损坏的在 ${aside}`,
      `${path}: ${rows} rows kept; the damaged one is in ${aside}`,
    ),
  );
  const { journal } = outcome;
  if (journal) {
    const { kept, lost, report, aside } = journal;
    const says = `outbox: ${kept} records kept, ${lost} lost, listed in ${report}; the damaged one is ${aside}`;
    lines.push(t(`发件箱：保留 ${kept} 条，丢失 ${lost} 条，清单见 ${report}；损坏的在 ${aside}`, says));
  }
  const nothing = t("没有发现损坏。", "Nothing is damaged.");
  cli.print(outcome, lines.length === 0 ? nothing : lines.join("\n"));
}
