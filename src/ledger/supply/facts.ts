import { fact, type FactDefinition } from "../../core/fact.ts";
import { type Hex, ZERO32 } from "../../core/hex.ts";
import { ordinal } from "../../core/table.ts";
import { organisationNumbers } from "../agent/tables.ts";
import { datasets } from "../dataset/tables.ts";
import { cadences, sharingKinds, supplyItems, supplyOfProvider, supplyRevisions } from "./tables.ts";

interface Listed {
  revision: bigint;
  sharing: bigint;
  cadence: bigint;
  onPlatform: boolean;
  fields: string[];
  terms: string;
}

const supplyListed = fact<Listed>({
  event: "SupplyListed",
  role: "supply",
  says: {
    zh: "列入供给清单（第 {revision} 版）：{fields}",
    en: "listed its supply, revision {revision}: {fields}",
  },
  apply(f, rows) {
    const { revision, sharing, cadence, onPlatform, fields, terms } = f.payload;
    const [id, dataset] = f.subjects as [Hex, Hex];
    const provider = rows.get(organisationNumbers, ordinal(f.organisation)) ?? ZERO32;
    const row = {
      id,
      dataset,
      provider,
      revision: Number(revision),
      sharing: sharingKinds[Number(sharing) - 1] ?? "not-shared",
      cadence: cadences[Number(cadence)] ?? "none",
      onPlatform,
      fields,
      terms,
      block: f.block,
      time: f.time,
      fact: f.sequence,
    };
    rows.put(supplyItems, dataset, row);
    rows.put(supplyRevisions, dataset + ordinal(row.revision), row);
    rows.put(supplyOfProvider, provider + (rows.get(datasets, dataset)?.name ?? dataset), dataset);
  },
});

export const supplyFacts = [supplyListed] as unknown as FactDefinition[];
