import { type FindingKind } from "../../ledger/scan/finding.ts";
import { type Answer } from "../api.ts";
import { type Cli } from "../cli.ts";
import { oneLine } from "../table.ts";
import { moment } from "../words.ts";

type Scan = Answer<"scan">;

const kinds: Record<FindingKind, [zh: string, en: string]> = {
  "same-content": ["同一内容分属两家", "the same content under two owners"],
  "receipt-without-delivery": ["有签收而无交付", "a receipt without a delivery"],
  "use-before-delivery": ["先使用后交付", "use before delivery"],
  "delivery-after-recall": ["召回后交付", "a delivery after a recall"],
  "never-granted": ["未经授权而派生", "derived from data never granted"],
  "overdue-not-recorded": ["逾期未及时记录", "overdue, and not recorded in time"],
};

/** Findings by their kind, each with the facts by which it can be checked. */
export function scanText(found: Scan, cli: Cli): string {
  const { t, language } = cli;
  const { items, next, asOf, blind } = found;
  const told = (Object.keys(kinds) as FindingKind[]).flatMap((kind) => {
    const of = items.filter((f) => f.kind === kind);
    return of.length === 0 ? [] : [`${t(...kinds[kind])} (${of.length})`, ...of.map((f) => line(f, cli)), ""];
  });
  const at = `${t("截至区块", "as of block")} ${asOf.block}, ${moment(asOf.time)}`;
  const sum =
    items.length === 0
      ? t("未发现矛盾", "no contradictions")
      : t(`${items.length} 项矛盾`, `found ${items.length}`);
  const more = next === null ? [] : [t("还有更多：", "there is more: ") + `--after ${next}`];
  const unseen = blind.map((b) => `${t("看不出的", "not seen")}: ${b.says[language]}`);
  return [...told, `${sum}, ${at}`, ...more, ...unseen].join("\n");
}

function line({ says, facts }: Scan["items"][number], { t, language }: Cli): string {
  const shown = facts.map((f) => t(`事实 ${f.fact}（区块 ${f.block}）`, `fact ${f.fact} (block ${f.block})`));
  return `  ${oneLine(says[language])}\n    ${shown.join(", ")}`;
}
