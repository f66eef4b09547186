import { type Preparation } from "../../core/action.ts";
import { SuyuanError } from "../../core/errors.ts";
import { type Hex } from "../../core/hex.ts";

/** What opens it is not here: the sentence says where it is to be had. */
export function openingMissing(
  field: string,
  value: string,
  keeper: Hex,
  { view }: Preparation,
): SuyuanError {
  const from = view.endpointOf(keeper);
  const who = view.organisation(keeper)?.code ?? keeper;
  const reason = from ? `ask ${from} for it: suyuan opening ${value}` : `${who} has registered no endpoint`;
  return new SuyuanError("OPENING_MISSING", { field, value, reason });
}
