import { type Hex } from "../../core/hex.ts";
import { codeOf } from "../dataset/answers.ts";
import { datasets, type VersionRow } from "../dataset/tables.ts";
import { type LedgerSources } from "../lineage/sources.ts";
import { finding, type Finding } from "./finding.ts";
import { groupsAfter, unexplained, type Group } from "./groups.ts";
import { shareOfHash, type ScanKind } from "./look.ts";

/** So many owners are named; the others are counted. */
const NAMED = 10;

/** The same content under two owners, of whom one did not say that it is derived from the other's. */
export const sameContent: ScanKind = {
  name: "same-content",
  blind: {
    zh: "个人信息及一般级别以上的数据仅有加盐承诺，盐各不相同，相同内容也无从比对。",
    en: "Personal data, and data above general, stands as salted commitments: the same content cannot be seen to be the same.",
  },
  async *look(after, s) {
    for await (const { digest, count, group } of groupsAfter(after as Hex | undefined, s.rows)) {
      const found = group && contradiction(group, s);
      yield { place: digest, findings: found ? [found] : [], cost: count };
    }
  },
  share: (place) => shareOfHash(place.slice(2)),
};

function contradiction(group: Group, s: LedgerSources): Finding | undefined {
  const later = unexplained(group, s);
  if (later.length === 0) return undefined;
  const { rows } = s;
  const first = group.firsts[0]!;
  const owner = (v: VersionRow) => codeOf(rows, rows.get(datasets, v.dataset)?.owner ?? v.organisation);
  const others = later.map(owner);
  const named = later.slice(0, NAMED);
  return finding(
    "same-content",
    {
      key: group.digest,
      says: {
        zh: `${owner(first)} 的 ${first.name} 与 ${others[0]} 的 ${later[0]!.name} 内容相同，而后者未登记为由其派生`,
        en: `${first.name} of ${owner(first)} and ${later[0]!.name} of ${others[0]} have the same content, and the later one does not say that it came from the other`,
      },
      subjects: [["first", first.id], ...named.map((v) => ["later", v.id] as const)],
      facts: [["first", first.fact], ...named.map((v) => ["later", v.fact] as const)],
      details: { content: group.digest, owners: later.length + 1, versions: group.members.length },
    },
    rows,
  );
}
