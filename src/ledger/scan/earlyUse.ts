import { type Hex } from "../../core/hex.ts";
import { type RowReader } from "../../core/table.ts";
import { versions, versionsUnder, type VersionRow } from "../dataset/tables.ts";
import { deliveries, deliveriesOfVersion, type DeliveryRow } from "../delivery/tables.ts";
import { grants } from "../grant/tables.ts";
import { grantNamed, versionNamed } from "../names.ts";
import { finding, type Finding } from "./finding.ts";
import { rowsAfter, shareOfHash, type ScanKind } from "./look.ts";

const ID = 66;

/** A version was made under a grant of data that had not been handed over under it by then, or never was. */
export const useBeforeDelivery: ScanKind = {
  name: "use-before-delivery",
  async *look(after, { rows }) {
    for await (const { key, row: id } of rowsAfter(rows, versionsUnder, after)) {
      const version = rows.get(versions, id)!;
      const under = key.slice(0, ID) as Hex;
      const parents = version.parents.filter((_, i) => version.under[i] === under);
      const found: Finding[] = [];
      for (const parent of parents) {
        const use = { version, parent, under };
        const first = await firstDelivery(use, rows);
        if (!first || first.fact > version.fact) found.push(contradiction(use, first, rows));
      }
      yield { place: key, findings: found, cost: 1 + 2 * parents.length };
    }
  },
  share: (place) => shareOfHash(place.slice(4)),
};

interface Use {
  version: VersionRow;
  parent: Hex;
  under: Hex;
}

/** The first delivery of the parent under the grant, or under one that it took the place of. */
async function firstDelivery({ parent, under }: Use, rows: RowReader): Promise<DeliveryRow | undefined> {
  const covering = new Set<Hex>();
  for (let id: Hex | null | undefined = under; id; id = rows.get(grants, id)?.amends) covering.add(id);
  for await (const { row } of rowsAfter(rows, deliveriesOfVersion, undefined, parent)) {
    const delivery = rows.get(deliveries, row);
    if (delivery && covering.has(delivery.grant)) return delivery;
  }
  return undefined;
}

function contradiction(
  { version, parent, under }: Use,
  late: DeliveryRow | undefined,
  rows: RowReader,
): Finding {
  const [used, grant] = [versionNamed(rows, parent), grantNamed(rows, under)];
  const zh = late ? "其后才有交付记录" : "该版本从未在该授权之下交付";
  const en = late ? "its delivery was recorded only afterwards" : "it was never delivered under it";
  return finding(
    "use-before-delivery",
    {
      key: `${version.id}:${parent}`,
      says: {
        zh: `${version.name} 依据 ${grant} 由 ${used} 派生，而${zh}`,
        en: `${version.name} was made of ${used} under ${grant}, and ${en}`,
      },
      subjects: [
        ["version", version.id],
        ["parent", parent],
        ["grant", under],
        ...(late ? [["delivery", late.id] as const] : []),
      ],
      facts: [["use", version.fact], ...(late ? [["delivery", late.fact] as const] : [])],
      details: { seconds: late ? late.time - version.time : null },
    },
    rows,
  );
}
