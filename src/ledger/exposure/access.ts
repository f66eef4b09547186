import { type Hex } from "../../core/hex.ts";
import { gradeNumber, gradeOf, has } from "../../core/states.ts";
import { grants, grantsOf, type GrantRow } from "../grant/tables.ts";
import { type LedgerSources } from "../lineage/sources.ts";

/** A version as far as it decides who gets to it. */
export interface Placed {
  dataset: Hex;
  owner: Hex;
  state: number;
}

/** What one organisation may get without anybody's further leave. */
export interface Access {
  organisation: Hex;
  /** The grants of others that hold now. */
  holds: Pick<GrantRow, "dataset" | "ceiling">[];
}

/** By owning it, because it is shared unconditionally, or under a grant that holds. */
export function reaches({ organisation, holds }: Access, v: Placed): boolean {
  if (v.owner === organisation || has(v.state, "unconditional")) return true;
  const grade = gradeNumber(gradeOf(v.state));
  return holds.some((g) => g.dataset === v.dataset && gradeNumber(g.ceiling) >= grade);
}

/** What is not delivered to anybody, whatever was granted. */
export function isDeliverable({ state }: Pick<Placed, "state">): boolean {
  return !(["withdrawn", "recalled", "affected", "confined"] as const).some((bit) => has(state, bit));
}

export async function accessOf(organisation: Hex, s: LedgerSources): Promise<Access> {
  const all = await grantsHolding(organisation, s);
  return { organisation, holds: all.filter((g) => g.consumer === organisation) };
}

/** Of an organisation's grants, the newest so many are looked at: an older one that holds makes more seem new. */
const MOST_GRANTS = 10_000;

/** Its grants that hold now, in either part, in the order in which they were issued. */
export async function grantsHolding(
  organisation: Hex,
  { rows, view }: Pick<LedgerSources, "rows" | "view">,
): Promise<GrantRow[]> {
  const range = { prefix: organisation, reverse: true, limit: MOST_GRANTS };
  const ids = (await rows.range(grantsOf, range)).map(({ row }) => row).reverse();
  const now = view.now();
  const found = await rows.many(grants, ids);
  return found.filter((g) => g !== undefined && g.standing === "live" && now <= g.expires) as GrantRow[];
}
