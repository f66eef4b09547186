import { type Action, type Preparation } from "../../src/core/action.ts";
import { organisationId } from "../../src/core/ids.ts";
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
  const user = ledger.as(ledger.department("transport"));
  const by = (input: unknown): Sample => ({ input, as: user });
  ledger.supplied(daily);
  const asks = (stage: string) => ledger.asks("transport", daily, stage).id;
  const grant = ledger.granted(ledger.asks("transport", daily, "granted"));
  const resting = ledger.granted(ledger.asks("transport", daily, "granted"), "suspended");
  const version = ledger.version(parents[0]!)!;
  const delivers = (standing: string) => ledger.delivers(grant, version, standing).id;
  const fallen = ledger.delivers(grant, recalled).id;
  const invoked = ledger.invoked(ledger.asks("transport", daily, "granted")).id;
  const promised = ledger.granted(ledger.asks("transport", daily, "granted")).id;
  ledger.promises.set(promised, { due: 1_750_000_000 });
  ledger.responders.add(organisationId("transport"));
  ledger.closed.add(officer.key);
  const ends = { grant: grant.id, reason: "no-longer-needed", note: "done" };
  const patients = ledger.register("weather/patients", { personal: true });
  const form = ledger.consented(patients, "form 1");
  const gone = ledger.consented(patients, "form 2", "withdrawn");
  const record = ledger.publish(patients, "record");
  ledger.citations.set(record.id, [gone.id]);
  const proposed = () => {
    const of = ledger.publish(monthly, `proposed ${ledger.evidences.size}`).id;
    return ledger.proposed(of, { organisation: daily.owner, maker: key, state: 1 }).id;
  };
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
    "set-endpoint": of({ url: "https://suyuan.weather.example.org" }),
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
    "publish-calendar": of({
      year: 2026,
      holidays: ["2026-01-01"],
      workdays: ["2026-01-04"],
      source: "a notice",
    }),
    "set-term": of({ step: "review", workingDays: 3, note: "until the year's end" }),
    "list-supply": of({
      dataset: "weather/monthly",
      sharing: "conditional",
      terms: "for public tasks",
      cadence: "monthly",
      fields: ["month", "rain"],
    }),
    "file-request": by({
      dataset: "weather/daily",
      purpose: "public-service",
      scenario: "signal timing",
      fields: ["rain"],
    }),
    "pass-request": of({ request: asks("review"), note: "complete" }),
    "return-request": of({ request: asks("decision"), reason: "incomplete" }),
    "complete-request": by({ request: asks("returned"), note: "with the annex" }),
    "reject-request": of({ request: asks("review"), reason: "no-legal-basis" }),
    "refuse-request": of({ request: asks("decision"), reason: "security" }),
    "ask-mediation": by({ request: asks("refused") }),
    "direct-grant": of({ request: asks("mediation") }),
    "uphold-refusal": of({ request: asks("mediation"), reason: "security" }),
    "withdraw-request": by({ request: asks("review") }),
    "record-late-answer": of({ request: asks("decision") }),
    "issue-grant": of({ request: asks("decision"), fields: ["rain"], responsibilities: "keeps it safe" }),
    "suspend-grant": of(ends),
    "resume-grant": of({ ...ends, grant: resting.id }),
    "revoke-grant": of(ends),
    "terminate-grant": by(ends),
    deliver: of({ grant: grant.id, version: version.id, name: "morning" }),
    "receive-delivery": by({ delivery: delivers("open"), content: contentOf("a") }),
    "report-feedback": by({ delivery: delivers("open"), outcome: "used", effect: "12 % less waiting" }),
    "ask-feedback": of({ delivery: delivers("reported"), note: "how many crossings?" }),
    "waive-feedback": of({
      delivery: delivers("overdue"),
      reason: "chain-outage",
      gap: { from: 7, until: 9 },
    }),
    "record-overdue": of({ delivery: delivers("open") }),
    "claim-receipt": by({
      dataset: "weather/daily",
      grant: grant.id,
      content: contentOf("a"),
      note: "by post",
    }),
    "name-responder": of({ organisation: "weather", note: "for storms" }),
    "invoke-emergency": by({
      dataset: "weather/daily",
      incident: "2026-117",
      scenario: "which roads flood",
      fields: ["rain"],
    }),
    "report-emergency": by({ grant: invoked, outcome: "used", effect: "two roads closed in time" }),
    "review-emergency": of({ grant: invoked, justified: false, reason: "no-emergency", note: "a drill" }),
    "lift-lane": of({ officer: officer.key, note: "instructed" }),
    "record-emergency-overdue": of({ grant: invoked }),
    "record-late-review": of({ grant: invoked }),
    "record-missed-delivery": of({ grant: promised }),
    "acknowledge-recall": by({
      delivery: fallen,
      response: "in-use",
      reason: "legal",
      note: "a pending case",
    }),
    "set-clearance": of({
      organisation: "transport",
      purpose: "research",
      grade: "important",
      until: 2 ** 40,
    }),
    "record-consent": of({ dataset: "weather/patients", name: "form 3", statement: "all may see it" }),
    "withdraw-consent": of({ consent: form.id, reason: "subject-withdrew" }),
    "cite-consent": of({ version: record.id, consent: form.id }),
    "spread-consent-withdrawal": by({ version: record.id, consent: gone.id }),
    "record-assessment": of({
      code: "DSA-2026-0137",
      consumer: "transport",
      dataset: "weather/daily",
      until: 2 ** 40,
      recipient: "An institute abroad",
      document: `0x${"11".repeat(32)}`,
    }),
    "revoke-assessment": of({
      assessment: ledger.assessed("DSA-2026-0001", "transport", daily.id).id,
      reason: "recipient-changed",
    }),
    "propose-desensitisation": of({
      dataset: "weather/monthly",
      content: contentOf("without names"),
      parents: [record.id],
      grade: "general-2",
      method: "masking",
      report: `0x${"22".repeat(32)}`,
    }),
    "approve-desensitisation": of({ evidence: proposed(), note: "checked" }),
    "reject-desensitisation": of({ evidence: proposed(), note: "names are left" }),
  };
}

/** The sample's element, as the outbox would keep it: through JSON and back. */
export function elementOf(action: Action, sample: Sample): unknown {
  const element = action.prepare(action.input.parse(sample.input), sample.as);
  return JSON.parse(JSON.stringify(element));
}
