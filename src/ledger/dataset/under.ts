import { type GrantView, type Preparation, type VersionView } from "../../core/action.ts";
import { SuyuanError } from "../../core/errors.ts";
import { type Hex } from "../../core/hex.ts";
import { instant } from "../../core/instant.ts";
import { gradeNumber, gradeOf, has, type Grade } from "../../core/states.ts";
import { toNumbered } from "../inputs.ts";

/** For each parent, the grant it is used under, if any: the one that covers its dataset. */
export function grantsFor(
  references: string[],
  parents: VersionView[],
  consumer: Hex,
  p: Preparation,
): (GrantView | undefined)[] {
  const grants = references.map((reference) => usable(reference, consumer, p));
  grants.forEach((grant, i) => {
    if (parents.some((v) => v.dataset === grant.dataset)) return;
    const value = references[i]!;
    const reason = "covers none of the parents";
    throw new SuyuanError("INPUT_NOT_VALID", { field: "under", value, reason });
  });
  return parents.map((v) => covering(v, grants, references));
}

function covering(v: VersionView, grants: GrantView[], references: string[]): GrantView | undefined {
  const grade = gradeOf(v.state);
  const isHighEnough = (g: GrantView) => gradeNumber(grade) <= gradeNumber(g.ceiling as Grade);
  const ofDataset = grants.filter((g) => g.dataset === v.dataset);
  const suits = (g: GrantView) => !has(v.state, "least") || has(g.state, "least");
  const covers = ofDataset.find((g) => isHighEnough(g) && suits(g)) ?? ofDataset.find(isHighEnough);
  if (covers || ofDataset.length === 0) return covers;
  const reference = references[grants.indexOf(ofDataset[0]!)]!;
  const about = { field: "under", value: reference, grant: reference };
  throw new SuyuanError("LEDGER_GRADE_ABOVE_CEILING", { ...about, grade, ceiling: ofDataset[0]!.ceiling });
}

function usable(reference: string, consumer: Hex, { view }: Preparation): GrantView {
  const about = { field: "under", value: reference, grant: reference };
  const grant = view.grant(toNumbered("grant", reference, view, "under"));
  if (!grant) throw new SuyuanError("THING_UNKNOWN", { field: "under", value: reference });
  if (grant.consumer !== consumer) {
    const organisation = view.organisation(consumer)?.code ?? consumer;
    throw new SuyuanError("LEDGER_GRANT_NOT_YOURS", { ...about, organisation });
  }
  if (grant.standing === "suspended") throw new SuyuanError("LEDGER_GRANT_SUSPENDED_ALREADY", about);
  if (grant.standing !== "live") throw new SuyuanError("LEDGER_GRANT_ENDED", about);
  if (view.now() > grant.expires)
    throw new SuyuanError("LEDGER_GRANT_EXPIRED", { ...about, expires: instant(grant.expires) });
  return grant;
}
