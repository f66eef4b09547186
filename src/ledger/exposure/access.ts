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

/** Its grants that hold now, in either part, in the order in which they were issued. */
export async function grantsHolding(
  organisation: Hex,
  { rows, view }: Pick<LedgerSources, "rows" | "view">,
): Promise<GrantRow[]> {
  const found = await rows.range(grantsOf, { prefix: organisation });
  const now = view.now();
  return found
    .map(({ row }) => rows.get(grants, row)!)
    .filter((g) => g.standing === "live" && now <= g.expires);
}
