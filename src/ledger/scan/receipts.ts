import { type Hex } from "../../core/hex.ts";
import { kindOf } from "../../core/ids.ts";
import { type RowReader } from "../../core/table.ts";
import { codeOf } from "../dataset/answers.ts";
import { datasets, digests, versions } from "../dataset/tables.ts";
import { deliveries, deliveriesOfVersion } from "../delivery/tables.ts";
import { eyesOn } from "../eyes.ts";
import { type LedgerSources } from "../lineage/sources.ts";
import { datasetNamed, grantNamed } from "../names.ts";
import { facts, type FactRow } from "../spine/tables.ts";
import { finding, type Finding } from "./finding.ts";
import { rowsAfter, shareOfFacts, type ScanKind } from "./look.ts";

/** A consumer says that data came, and nobody recorded that it was handed over. */
export const receiptWithoutDelivery: ScanKind = {
  name: "receipt-without-delivery",
  blind: {
    zh: "声称收到的是加盐承诺时，只有盐相同才能与交付比对。",
    en: "Where a salted commitment is claimed, it matches a delivery only when both have the same salt.",
  },
  async *look(after, s) {
    for await (const { key, row } of rowsAfter(s.rows, facts, after)) {
      const claim = claimIn(row);
      const found = claim && !(await isDelivered(claim, s.rows)) ? [contradiction(claim, s)] : [];
      yield { place: key, findings: found, cost: 1 };
    }
  },
  share: shareOfFacts,
};

export interface Claim {
  fact: number;
  dataset: Hex;
  consumer: Hex;
  /** Under which it came, so the claim. */
  grant: Hex | null;
  content: string;
}

/** The claim that a fact is, if it is one. */
export function claimIn({ name, subjects, payload, sequence }: FactRow): Claim | undefined {
  if (name !== "ReceiptClaimed") return undefined;
  const [dataset, consumer, grant] = subjects as [Hex, Hex, Hex | undefined];
  const named = grant !== undefined && kindOf(grant) === "grant" ? grant : null;
  return { fact: sequence, dataset, consumer, grant: named, content: String(payload["content"]) };
}

/** Whether any delivery, recorded before or after, is of this content of the dataset to this consumer. */
async function isDelivered({ dataset, consumer, content }: Claim, rows: RowReader): Promise<boolean> {
  for await (const { row: id } of rowsAfter(rows, digests, undefined, content)) {
    if (rows.get(versions, id)?.dataset !== dataset) continue;
    for await (const { row } of rowsAfter(rows, deliveriesOfVersion, undefined, id))
      if (rows.get(deliveries, row)?.consumer === consumer) return true;
  }
  return false;
}

function contradiction(claim: Claim, s: LedgerSources): Finding {
  const { rows } = s;
  const { dataset, consumer, grant, fact } = claim;
  const provider = rows.get(datasets, dataset)?.owner ?? dataset;
  const { hidden, only } = eyesOn({ consumer, provider }, s);
  const [who, what] = [codeOf(rows, consumer), datasetNamed(rows, dataset)];
  const under = grant && grantNamed(rows, grant);
  return finding(
    "receipt-without-delivery",
    {
      key: String(fact),
      says: {
        zh: `${who} 声称收到了 ${what} 的数据${under ? `（依据 ${under}）` : "，未依据任何授权"}，而账本上没有该内容的交付`,
        en: `${who} says that it received data of ${what}${under ? ` under ${under}` : ", under no grant"}, and no delivery of that content is on record`,
      },
      subjects: [
        ["consumer", consumer],
        ["dataset", dataset],
        ["provider", provider],
        ...(grant ? [["grant", grant] as const] : []),
      ],
      facts: [["claim", fact]],
      details: { content: only(claim.content) },
      hidden,
    },
    rows,
  );
}
