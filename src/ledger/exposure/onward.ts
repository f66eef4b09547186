import { type Hex } from "../../core/hex.ts";
import { gradeNumber, gradeOf, has } from "../../core/states.ts";
import { codeOf } from "../dataset/answers.ts";
import { datasetNames, datasets } from "../dataset/tables.ts";
import { type GrantRow } from "../grant/tables.ts";
import { type LedgerSources } from "../lineage/sources.ts";
import { datasetNamed, grantName } from "../names.ts";
import { accessOf, grantsHolding } from "./access.ts";
import { covered, newTo } from "./decide.ts";
import { type Seen } from "./placing.ts";

/** Who gets what the consumer makes of the data, if it may be shared onward. */
export interface Downstream {
  organisations: { organisation: string; grants: string[]; datasets: string[] }[];
  /** The consumer's datasets that are shared unconditionally: what is put there, everyone gets. */
  open: string[];
}

/**
 * Organisations that hold a grant on data of the consumer's, high enough for what would be made of these
 * versions, and cannot get to all of them themselves.
 */
export async function downstreamOf(
  consumer: Hex,
  versions: readonly Seen[],
  s: LedgerSources,
): Promise<Downstream> {
  if (versions.length === 0) return { organisations: [], open: [] };
  const owner = versions[0]!.owner;
  const lowest = Math.min(...versions.map((v) => gradeNumber(gradeOf(v.state))));
  const issued = (await grantsHolding(consumer, s)).filter(
    (g) => g.provider === consumer && g.consumer !== owner && gradeNumber(g.ceiling) >= lowest,
  );
  const organisations: Downstream["organisations"] = [];
  for (const [organisation, held] of Map.groupBy(issued, (g) => g.consumer)) {
    const access = await accessOf(organisation, s);
    const news = newTo(access, versions);
    if (held.some((g) => covered(news, g.ceiling).length > 0))
      organisations.push(reached(organisation, held, s));
  }
  organisations.sort((a, b) => (a.organisation < b.organisation ? -1 : 1));
  const isOpen = versions.some((v) => !has(v.state, "personal"));
  return { organisations, open: isOpen ? await openDatasets(consumer, s) : [] };
}

function reached(organisation: Hex, held: GrantRow[], { rows }: LedgerSources) {
  const names = new Set(held.map((g) => datasetNamed(rows, g.dataset)));
  return {
    organisation: codeOf(rows, organisation),
    grants: held.map((g) => grantName(g.number)),
    datasets: [...names].sort(),
  };
}

async function openDatasets(owner: Hex, { rows }: LedgerSources): Promise<string[]> {
  const all = await rows.range(datasetNames, { prefix: `${codeOf(rows, owner)}/` });
  return all.map(({ row }) => rows.get(datasets, row)!).flatMap((d) => (d.unconditional ? [d.name] : []));
}
