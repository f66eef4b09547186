import type { Command } from "commander";
import { setTimeout as sleep } from "node:timers/promises";
import { type Operation } from "../../sdk/client.ts";
import { type Cli } from "../cli.ts";
import { type ListOptions, listOptions } from "../options.ts";
import { listing } from "../render/list.ts";
import { operationLine, operationTableHeadings, operationCells } from "../render/operation.ts";
import { FAILED } from "../problem.ts";
import { explain } from "../usage.ts";

interface Options extends ListOptions {
  watch?: true;
}

export function define(command: Command, cli: Cli): void {
  const { t } = cli;
  command
    .argument("[id]", t("只看这一项", "only this one"))
    .option("--watch", t("跟踪到最终", "follow until final"));
  listOptions(command, cli).action((id: string | undefined, options: Options) =>
    id === undefined ? list(options, cli) : one(id, options, cli),
  );
  const refused = t("失败，或操作被拒绝", "failed, or the operation was refused");
  explain(
    command,
    cli,
    ["suyuan operations --limit 10", "suyuan operations op-… --watch"],
    [[FAILED, refused]],
  );
}

function isOpen({ state }: Operation): boolean {
  return state !== "final" && state !== "refused";
}

async function one(id: string, { watch }: Options, cli: Cli): Promise<void> {
  let operation = await cli.api.ask((c) => c.operation(id));
  if (watch && !cli.json) cli.write(operationLine(operation, cli));
  while (watch && isOpen(operation)) {
    const before = operation.state;
    // Each state in turn: first a block, then that it is final.
    const wait = before === "mined" ? "final" : "indexed";
    operation = await cli.api.ask((c) => c.operation(id, { wait, timeout: WATCH_SECONDS }));
    if (operation.state !== before && !cli.json) cli.write(operationLine(operation, cli));
  }
  if (!watch || cli.json) cli.print(operation, operationLine(operation, cli));
  if (operation.state === "refused") cli.exitCode = FAILED;
}

/** One request waits so long at most. */
const WATCH_SECONDS = 30;

const LOOK_EVERY_MS = 500;

async function list({ limit, after, watch }: Options, cli: Cli): Promise<void> {
  const ask = () => cli.api.operations({ limit, cursor: after, as: cli.settings.as });
  let page = await ask();
  if (!watch || cli.json) {
    while (watch && page.items.some(isOpen)) {
      await sleep(LOOK_EVERY_MS);
      page = await ask();
    }
    return listing(cli, page, operationTableHeadings(cli), (o) => operationCells(o, cli));
  }
  const told = new Map<string, string>();
  for (;;) {
    for (const o of page.items) {
      if (told.get(o.id) !== o.state) cli.write(operationLine(o, cli));
      told.set(o.id, o.state);
    }
    if (!page.items.some(isOpen)) return;
    await sleep(LOOK_EVERY_MS);
    page = await ask();
  }
}
