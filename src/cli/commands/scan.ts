import { type Command, Option } from "commander";
import { findingKinds, type FindingKind } from "../../ledger/scan/finding.ts";
import { type Answer } from "../api.ts";
import { type Cli } from "../cli.ts";
import { type ListOptions, listOptions } from "../options.ts";
import { bar } from "../progress.ts";
import { scanText } from "../render/scan.ts";
import { explain } from "../usage.ts";

/** Contradictions were found: apart from failing, so that a script can tell. */
export const FOUND = 3;

const MOST_IN_A_PAGE = 500;

interface Options extends ListOptions {
  kind?: FindingKind;
}

export function define(command: Command, cli: Cli): void {
  const { t } = cli;
  const kind = new Option("--kind <kind>", t("只查此类矛盾", "only of this kind"));
  command.addOption(kind.choices(findingKinds));
  listOptions(command, cli).action((options: Options) => scan(options, cli));
  const examples = ["suyuan scan", "suyuan scan --kind same-content", "suyuan scan --limit 10000 --json"];
  explain(command, cli, examples, [[FOUND, t("发现矛盾", "contradictions were found")]]);
}

async function scan({ kind, limit, after }: Options, cli: Cli): Promise<void> {
  const progress = await bar(cli.t("矛盾扫描", "looking for contradictions"), (n) => `${n}`);
  try {
    const found = await pages({ kind, limit, cursor: after }, cli, (percent) => progress.at(percent, 100));
    progress.end();
    cli.print(found, scanText(found, cli));
    if (found.items.length > 0) cli.exitCode = FOUND;
  } finally {
    progress.end();
  }
}

/** Page after page until there are as many findings as wanted, or no more. */
async function pages(
  { kind, limit, cursor }: { kind: FindingKind | undefined; limit: number; cursor: string | undefined },
  { api }: Cli,
  onProgress: (percent: number) => void,
): Promise<Answer<"scan">> {
  const items: Answer<"scan">["items"] = [];
  for (;;) {
    const most = Math.min(limit - items.length, MOST_IN_A_PAGE);
    const page = await api.query("scan", { kind, limit: most, cursor });
    items.push(...page.items);
    onProgress(page.percent);
    if (page.next === null || items.length >= limit) return { ...page, items };
    cursor = page.next;
  }
}
