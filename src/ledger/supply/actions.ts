import { z } from "zod";
import { action, type Action } from "../../core/action.ts";
import { SuyuanError } from "../../core/errors.ts";
import { supplyId } from "../../core/ids.ts";
import { has } from "../../core/states.ts";
import { actor, datasetReference, line, NAME_BYTES, toDataset } from "../inputs.ts";
import { cadences, sharingKinds } from "./tables.ts";

const item = z.strictObject({
  dataset: datasetReference(),
  sharing: z.enum(sharingKinds),
  terms: line(300)
    .default("")
    .describe("The condition of sharing, or the legal ground of not sharing; needed unless unconditional."),
  cadence: z.enum(cadences).default("none").describe("How often new data is promised."),
  onPlatform: z
    .boolean()
    .default(true)
    .describe("The data lies on the city's platform already: a reply is due earlier."),
  fields: z.array(line(60, NAME_BYTES).min(1)).min(1).max(256),
});

export const listSupply = action({
  name: "list-supply",
  summary: {
    zh: "将一个数据集列入供给清单，或修订该项。",
    en: "List a dataset in the supply list, or revise the item.",
  },
  by: { officer: "share" },
  input: item,
  calls: "Supply.listItems",
  leaves: "SupplyListed",
  prepare(i, p) {
    const id = toDataset(i.dataset);
    const dataset = p.view.dataset(id);
    if (!dataset) throw new SuyuanError("THING_UNKNOWN", { field: "dataset", value: i.dataset });
    if (dataset.owner !== actor(p).id) {
      const owner = p.view.organisation(dataset.owner)?.code ?? dataset.owner;
      const details = { field: "dataset", value: i.dataset, dataset: i.dataset, owner };
      throw new SuyuanError("LEDGER_DATASET_NOT_YOURS", details);
    }
    const about = { dataset: i.dataset, sharing: i.sharing };
    if (has(dataset.state, "unconditional") !== (i.sharing === "unconditional"))
      throw new SuyuanError("LEDGER_SHARING_NOT_AS_REGISTERED", {
        field: "sharing",
        value: i.sharing,
        ...about,
      });
    if (i.sharing !== "unconditional" && i.terms === "")
      throw new SuyuanError("LEDGER_TERMS_MISSING", { field: "terms", value: i.terms, ...about });
    requireDistinct(i.fields);
    return {
      id: supplyId(id),
      dataset: id,
      sharing: sharingKinds.indexOf(i.sharing) + 1,
      cadence: cadences.indexOf(i.cadence),
      onPlatform: i.onPlatform,
      fields: i.fields,
      terms: i.terms,
    };
  },
  args: (step, items) => ({ step, items }),
  key: (e) => JSON.stringify(e),
  makes: (e) => [{ id: e.id }],
  names: (e) => [e.dataset],
});

function requireDistinct(fields: string[]): void {
  const twice = fields.find((f, i) => fields.indexOf(f) !== i);
  if (twice === undefined) return;
  throw new SuyuanError("INPUT_NOT_VALID", { field: "fields", value: twice, reason: "names a field twice" });
}

export const supplyActions = [listSupply] as unknown as Action[];
