import { type Action, type Preparation } from "../../src/core/action.ts";
import { bits } from "../../src/core/states.ts";
import { addressOf, contentOf, PlainLedger } from "./samples.ts";

export interface Sample {
  input: unknown;
  as: Preparation;
}

const name = { zh: "名称", en: "Name" };
const reason = "because";

/** One input for every action, and the ledger it is prepared against: a new action needs a row here. */
export function samples(): Record<string, Sample> {
  const ledger = new PlainLedger();
  const officer = ledger.as(ledger.department("weather"));
  const [daily, monthly] = [ledger.register("weather/daily"), ledger.register("weather/monthly")];
  const parents = ["a", "b"].map((what) => ledger.publish(daily, what).id);
  const child = ledger.publish(monthly, "child", 0, parents.toSorted());
  const recalled = ledger.publish(daily, "c", bits.recalled);
  const heir = ledger.publish(monthly, "heir", 0, [recalled.id]);
  const key = addressOf("another key");
  const standing = { organisation: "weather", reason };
  const published = {
    dataset: "weather/monthly",
    content: contentOf("content"),
    parents,
    corrects: child.id,
  };
  const of = (input: unknown): Sample => ({ input, as: officer });
  return {
    "admit-organisation": of({
      code: "team-1",
      kind: "execution-team",
      name,
      parent: "weather",
      dataOfficer: key,
    }),
    "suspend-organisation": of(standing),
    "resume-organisation": of(standing),
    "appoint-bureau": of(standing),
    "appoint-data-officer": of({ organisation: "weather", key, reason }),
    "hand-over": of({ key, reason }),
    "grant-key": of({
      key,
      permissions: ["publish", "recall"],
      from: 5,
      until: 2 ** 40,
      note: "for the night",
    }),
    "suspend-key": of({ key, reason }),
    "end-key": of({ organisation: "weather", key, reason }),
    "register-domain": of({ code: "climate", name }),
    "register-dataset": of({
      code: "hourly",
      domain: "climate",
      name,
      sharing: "unconditional",
      grade: "general-3",
    }),
    "publish-version": of(published),
    "withdraw-version": of({ version: parents[0], reason: "superseded", note: "注" }),
    "recall-version": of({ version: "weather/daily@1", reason: "quality" }),
    "spread-recall": of({ child: heir.id, parent: recalled.id }),
  };
}

/** The sample's element, as the outbox would keep it: through JSON and back. */
export function elementOf(action: Action, sample: Sample): unknown {
  const element = action.prepare(action.input.parse(sample.input), sample.as);
  return JSON.parse(JSON.stringify(element));
}
