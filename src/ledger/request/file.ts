import { z } from "zod";
import { action, type Preparation, type SupplyView } from "../../core/action.ts";
import { SuyuanError } from "../../core/errors.ts";
import { keccakText } from "../../core/hash.ts";
import { type Hex, ZERO32 } from "../../core/hex.ts";
import { requestId } from "../../core/ids.ts";
import { actor, datasetReference, line, NAME_BYTES, toDataset } from "../inputs.ts";
import { documentText } from "./document.ts";
import { bases, purposes } from "./tables.ts";

const filing = z.strictObject({
  dataset: datasetReference(),
  purpose: z.enum(purposes),
  basis: z.enum(bases).default("statutory-duty").describe("What entitles one to it."),
  scenario: line(300).min(1).describe("What it is for, in a sentence."),
  fields: z
    .array(line(60, NAME_BYTES).min(1))
    .min(1)
    .max(256)
    .optional()
    .describe("No more than the purpose needs. Left out, all that are supplied."),
  duration: z.int().min(1).max(3660).default(365).describe("Days."),
  onward: z.boolean().default(false).describe("What is derived is to be shared onward."),
  abroad: z.boolean().default(false).describe("A recipient abroad will see it."),
  confidential: z
    .boolean()
    .default(false)
    .describe(
      "Purpose, basis, scenario and fields are told to the provider and the bureau, not to the chain.",
    ),
  name: line(60, NAME_BYTES)
    .min(1)
    .optional()
    .describe("Tells it from one's other requests for the dataset. Left out, it follows from the rest."),
});
type Filing = z.infer<typeof filing>;

export const fileRequest = action({
  name: "file-request",
  summary: { zh: "申请使用另一部门的数据集。", en: "Ask for another department's dataset." },
  by: { officer: "use" },
  input: filing,
  calls: "Requests.file",
  leaves: "RequestFiled",
  prepare(i, p) {
    const by = actor(p);
    const dataset = toDataset(i.dataset);
    const item = suppliedTo(i.dataset, by, p);
    const mask = fieldMask(i, item);
    const why = i.confidential ? hidden(i, by.id, item, mask, p) : open(i, mask);
    const { name = why.name, duration, onward, abroad } = i;
    const id = requestId(by.id, dataset, name);
    // An identical one that is still open is joined instead.
    if (p.view.recorded(id))
      throw new SuyuanError("LEDGER_SUBJECT_EXISTS", { field: "name", value: name, subject: name });
    return {
      id,
      dataset,
      name,
      revision: item.revision,
      purpose: why.purpose,
      basis: why.basis,
      fields: why.fields,
      duration,
      onward,
      abroad,
      commitment: why.commitment,
      scenario: why.scenario,
    };
  },
  args: (step, filings) => ({ step, filings }),
  key: (e) => e.id,
  makes: (e) => [{ id: e.id }],
  names: (e) => [e.dataset],
  exposes(i, { key, view }) {
    const consumer = view.organisationOfKey(key)?.id;
    return consumer && { consumer, dataset: toDataset(i.dataset), ceiling: null, onward: i.onward };
  },
});

/** What the chain is told of why, and the name that follows from it where none was given. */
interface Why {
  name: string;
  purpose: number;
  basis: number;
  fields: string;
  scenario: string;
  commitment: Hex;
}

function open(i: Filing, mask: bigint): Why {
  const purpose = purposes.indexOf(i.purpose) + 1;
  const basis = bases.indexOf(i.basis) + 1;
  return {
    name: nameOf(i),
    purpose,
    basis,
    fields: mask.toString(),
    scenario: i.scenario,
    commitment: ZERO32,
  };
}

/** A name that followed from the private part would let anybody confirm a guess of it. */
function hidden(i: Filing, consumer: Hex, item: SupplyView, mask: bigint, p: Preparation): Why {
  const dataset = toDataset(i.dataset);
  const { purpose, basis, scenario } = i;
  const fields = item.fields.filter((_, at) => (mask >> BigInt(at)) & 1n);
  const { revision } = item;
  const text = documentText({ consumer, dataset, revision, purpose, basis, scenario, fields });
  const commitment = p.commitText(dataset, text);
  const name = `request:${commitment.slice(2, 18)}`;
  return { name, purpose: 0, basis: 0, fields: "0", scenario: "", commitment };
}

/** The item of another's dataset that is to be asked for. */
export function suppliedTo(reference: string, by: { id: Hex }, { view }: Preparation): SupplyView {
  const id = toDataset(reference);
  const about = { field: "dataset", value: reference, dataset: reference };
  if (!view.exists(id)) throw new SuyuanError("THING_UNKNOWN", about);
  const item = view.supply(id);
  if (!item) throw new SuyuanError("LEDGER_DATASET_NOT_SUPPLIED", about);
  if (item.sharing === "not-shared") throw new SuyuanError("LEDGER_DATASET_NOT_SHARED", about);
  if (item.provider === by.id) throw new SuyuanError("LEDGER_DATASET_IS_YOURS", about);
  return item;
}

/** Bit i for the item's field i. A field that is not supplied is named. */
export function fieldMask(i: { dataset: string; fields?: string[] | undefined }, item: SupplyView): bigint {
  return (i.fields ?? item.fields).reduce((mask, field) => {
    const at = item.fields.indexOf(field);
    if (at >= 0) return mask | (1n << BigInt(at));
    const reason = `is not supplied; ${i.dataset} has ${item.fields.join(", ")}`;
    throw new SuyuanError("INPUT_NOT_VALID", { field: "fields", value: field, reason });
  }, 0n);
}

/** The same request has the same name, so that asking twice is noticed. */
function nameOf({ purpose, basis, scenario, fields, duration, onward, abroad }: Filing): string {
  const parts = [purpose, basis, scenario, fields ?? null, duration, onward, abroad];
  return `request:${keccakText(JSON.stringify(parts)).slice(2, 18)}`;
}
