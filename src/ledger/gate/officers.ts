import { type GrantView, type Preparation } from "../../core/action.ts";
import { SuyuanError } from "../../core/errors.ts";
import { has } from "../../core/states.ts";

/** What is for named officers only is used under a grant that names them. */
export function requireUse(
  parent: { state: number; given: string },
  grant: Pick<GrantView, "state" | "officers" | "id">,
  p: Preparation,
): void {
  requireNamed(grant, p);
  if (has(grant.state, "least") || !has(parent.state, "least")) return;
  throw new SuyuanError("LEDGER_LEAST_AUTHORISATION", {
    field: "parents",
    value: parent.given,
    grant: grant.id,
  });
}

/** A grant of least authorisation is used by the officers it names. */
export function requireNamed(
  grant: Pick<GrantView, "state" | "officers" | "id">,
  p: Preparation,
  given?: string,
): void {
  if (!has(grant.state, "least") || grant.officers.includes(p.key)) return;
  const about = { field: "key", value: p.key, grant: given ?? grant.id, officer: p.key };
  throw new SuyuanError("LEDGER_OFFICER_NOT_NAMED", about);
}
