import { z } from "zod";
import { action, type Preparation } from "../../core/action.ts";
import { SuyuanError } from "../../core/errors.ts";
import { keccakText } from "../../core/hash.ts";
import { ZERO32 } from "../../core/hex.ts";
import { grantId, requestId } from "../../core/ids.ts";
import { actor, datasetReference, line, NAME_BYTES, toDataset } from "../inputs.ts";
import { fieldMask, suppliedTo } from "../request/file.ts";
import { bases, purposes } from "../request/tables.ts";

/** Days; the grant itself ends after 72 hours. */
const DURATION = 3;

const invocation = z.strictObject({
  dataset: datasetReference(),
  incident: line(60, NAME_BYTES)
    .regex(/\S/, "must not be blank")
    .describe("The incident's number, as the emergency command gave it."),
  scenario: line(300).min(1).describe("What it is for, in a sentence."),
  fields: z
    .array(line(60, NAME_BYTES).min(1))
    .min(1)
    .max(256)
    .optional()
    .describe("No more than the incident needs. Left out, all that are supplied."),
});
type Invocation = z.infer<typeof invocation>;

export const invokeEmergency = action({
  name: "invoke-emergency",
  summary: {
    zh: "应急时立即取得数据：72 小时，限本人，24 小时内报告。",
    en: "Get data at once in an emergency: for 72 hours, oneself alone, a report within 24.",
  },
  by: { officer: "use" },
  input: invocation,
  calls: "Emergencies.invoke",
  leaves: "EmergencyInvoked",
  prepare(i, p) {
    const by = actor(p);
    requireLane(p);
    const item = suppliedTo(i.dataset, by, p);
    const dataset = toDataset(i.dataset);
    const name = nameOf(i);
    const request = requestId(by.id, dataset, name);
    if (p.view.recorded(request)) {
      const about = { field: "incident", value: i.incident, subject: i.incident };
      throw new SuyuanError("LEDGER_SUBJECT_EXISTS", about);
    }
    const filing = {
      dataset,
      name,
      revision: item.revision,
      purpose: purposes.indexOf("emergency") + 1,
      basis: bases.indexOf("emergency-response") + 1,
      fields: fieldMask(i, item).toString(),
      duration: DURATION,
      onward: false,
      abroad: false,
      commitment: ZERO32,
      scenario: i.scenario,
    };
    return { id: grantId(request, ZERO32), request, filing, incident: i.incident };
  },
  args: (step, invocations) => ({ step, invocations }),
  key: (e) => e.id,
  makes: (e) => [{ id: e.id }, { id: e.request }],
  names: (e) => [e.filing.dataset],
  exposes(i, { key, view }) {
    const consumer = view.organisationOfKey(key)?.id;
    return consumer && { consumer, dataset: toDataset(i.dataset), ceiling: null, onward: false };
  },
});

/** Only an officer of a named department, whose lane no judgement has closed. */
function requireLane(p: Preparation): void {
  const { id, code } = actor(p);
  if (!p.view.isResponder(id)) {
    const about = { field: "as", value: code, organisation: code };
    throw new SuyuanError("LEDGER_NOT_A_RESPONDER", about);
  }
  if (p.view.isLaneClosed(p.key)) {
    const about = { field: "as", value: code, officer: p.key };
    throw new SuyuanError("LEDGER_LANE_CLOSED", about);
  }
}

/** The same act has the same name. From the number alone, anybody could confirm a guess of it by the request's id. */
function nameOf({ incident, scenario, fields }: Invocation): string {
  return `emergency:${keccakText(JSON.stringify([incident, scenario, fields ?? null])).slice(2, 18)}`;
}
