import { z } from "zod";
import { action, type Action } from "../../core/action.ts";
import { SuyuanError } from "../../core/errors.ts";
import { instant } from "../../core/instant.ts";
import { grantView } from "../grant/actions.ts";
import { grantReference } from "../inputs.ts";

export const recordMissedDelivery = action({
  name: "record-missed-delivery",
  summary: {
    zh: "记录承诺的交付未按时到来（任何人可做）。",
    en: "Record that a promised delivery did not come (anyone may).",
  },
  by: "anyone",
  input: z.strictObject({ grant: grantReference() }),
  calls: "Promises.recordMissed",
  leaves: "DeliveryMissed",
  prepare(i, p) {
    const { id, standing, expires } = grantView(i.grant, p);
    const about = { field: "grant", value: i.grant, grant: i.grant };
    const promise = p.view.promise(id);
    if (!promise) throw new SuyuanError("LEDGER_PROMISE_UNKNOWN", about);
    const { due } = promise;
    const isWaited = due !== null && due <= expires && standing === "live";
    if (!isWaited || p.view.now() <= due)
      throw new SuyuanError("LEDGER_DELIVERY_NOT_MISSED", { ...about, due: instant(isWaited ? due : null) });
    return { grant: id, due };
  },
  args: (_, grants) => ({ grants: grants.map((g) => g.grant) }),
  // The next one is another act.
  key: (e) => `${e.grant} ${e.due}`,
  names: (e) => [e.grant],
});

export const promiseActions = [recordMissedDelivery] as unknown as Action[];
