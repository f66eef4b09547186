import type { Command } from "commander";
import { type Answer } from "../api.ts";
import { type Cli } from "../cli.ts";
import { hash } from "../content.ts";
import { type AtOption, atOption } from "../options.ts";
import { versionSheet } from "../render/version.ts";
import { oneLine } from "../table.ts";
import { explain } from "../usage.ts";
import { standingWord } from "../words.ts";

export const verdictCodes: Record<Answer<"check">["verdict"], number> = {
  current: 0,
  corrected: 3,
  withdrawn: 4,
  recalled: 5,
  affected: 6,
  unknown: 7,
};

export function define(command: Command, cli: Cli): void {
  const { t } = cli;
  command.argument(
    "<what>",
    t("文件、文件夹，或 SHA-256 / SM3 摘要", "a file, a folder, or a SHA-256 or SM3 digest"),
  );
  atOption(command, cli);
  command.action((what: string, options: AtOption) => check(what, options, cli));
  const examples = ["suyuan check weather.csv", `suyuan check 0x${"1f".repeat(32)}`];
  explain(command, cli, examples, [
    [verdictCodes.current, t("在账本上，有效", "on the ledger, and current")],
    [verdictCodes.corrected, t("已被更正", "corrected by a later version")],
    [verdictCodes.withdrawn, t("已撤回", "withdrawn")],
    [verdictCodes.recalled, t("已召回", "recalled")],
    [verdictCodes.affected, t("受召回影响", "derived from something recalled")],
    [verdictCodes.unknown, t("账本上没有", "not on the ledger")],
  ]);
}

async function check(what: string, { at }: AtOption, cli: Cli): Promise<void> {
  const digest = /^(0x)?[0-9a-fA-F]{64}$/.test(what)
    ? `0x${what.toLowerCase().replace(/^0x/, "")}`
    : (await hash(what)).digest.sha256;
  const answer = await cli.api.query("check", { digest, at });
  cli.print({ ...answer, digest }, checkText(what, digest, answer, cli));
  cli.exitCode = verdictCodes[answer.verdict];
}

function checkText(
  what: string,
  digest: string,
  { verdict, owners, items }: Answer<"check">,
  cli: Cli,
): string {
  const { t, language } = cli;
  const name = oneLine(what);
  if (verdict === "unknown")
    return t(`${name}：账本上没有（${digest}）`, `${name}: not on the ledger (${digest})`);
  const standing = standingWord(verdict, language);
  const names = items.map((v) => v.name).join(", ");
  const head = t(`${name}：${names}，${standing}`, `${name}: ${names}, ${standing}`);
  const several = t(`  注意：有 ${owners.length} 个归属方`, `  Note: it has ${owners.length} owners`);
  const warning = owners.length > 1 ? [`${several}: ${owners.join(", ")}`] : [];
  return [head, ...warning, ...items.map((v) => `\n${versionSheet(v, cli).trimEnd()}`)].join("\n");
}
