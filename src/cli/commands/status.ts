import type { Command } from "commander";
import { type Answer } from "../api.ts";
import { type Cli } from "../cli.ts";
import { signingText } from "../render/signing.ts";
import { sheet } from "../table.ts";
import { explain } from "../usage.ts";
import { moment } from "../words.ts";

export function define(command: Command, cli: Cli): void {
  command.action(async () => {
    const status = await cli.api.query("status", {});
    cli.print(status, statusSheet(status, cli));
  });
  explain(command, cli, ["suyuan status"]);
}

function statusSheet(s: Answer<"status">, cli: Cli): string {
  const { t } = cli;
  return sheet([
    [t("网关", "gateway"), cli.api.url],
    [t("链", "chain"), s.chainId],
    [t("区块", "block"), `${s.head.number} (${moment(s.head.time)})`],
    [t("区块哈希", "block hash"), s.head.hash],
    [t("城市滚动头", "city head"), s.city],
    [t("事实数", "facts"), s.facts],
    [t("版本数", "versions"), s.versions],
    [t("血缘边数", "derivations"), s.derivations],
    ["FactLog", s.factLog],
    [t("可代表", "signs for"), signingText(s.signs, cli)],
    ...s.restored.flatMap((r) => restoreLines(r, cli)),
    ...s.contracts.map((c): [string, string] => {
      const sealed = c.sealed === null ? "" : t(`，区块 ${c.sealed} 起封存`, `, sealed at block ${c.sealed}`);
      return [c.role, `${c.address} (${t("第", "generation ")}${c.generation}${t("代", "")}${sealed})`];
    }),
  ]);
}

type Restored = Answer<"status">["restored"][number];

/** What a restore means for whoever compares this gateway with others. */
function restoreLines({ backup, taken, restored, chain, block, unknownNonces }: Restored, cli: Cli) {
  const { t } = cli;
  const from = t(`备份 ${backup}，取于 ${moment(taken)}`, `backup ${backup} of ${moment(taken)}`);
  const fork = t(`，区块 ${block?.number} 之后为分叉`, `; the chain forks after block ${block?.number}`);
  const lines: [string, string][] = [
    [t("恢复", "restored"), `${moment(restored)}, ${from}${chain === "embedded" ? fork : ""}`],
  ];
  for (const n of unknownNonces) {
    if (n.to === n.from) continue;
    const says = t(
      `${n.key} 的 nonce ${n.from} 至 ${n.to - 1} 由原网关签发`,
      `nonces ${n.from} to ${n.to - 1} of ${n.key} were signed by the lost gateway`,
    );
    lines.push([t("未知 nonce", "unknown nonces"), says]);
  }
  return lines;
}
