import { type Hex } from "../../core/hex.ts";
import { type RowReader } from "../../core/table.ts";
import { type Text } from "../../core/text.ts";
import { codeOf } from "../dataset/answers.ts";
import { deliveries } from "../delivery/tables.ts";
import { dues, duties, type DutyRow } from "../duty/tables.ts";
import { facts, history, type FactRow } from "../spine/tables.ts";
import { clockBefore } from "./clocks.ts";
import { finding, nameOf, type Finding } from "./finding.ts";
import { rowsAfter, shareOfFacts, type ScanKind } from "./look.ts";

/** Seconds within which keepers promise to record what is late, from the first second in which it is. */
export const PROMISE = 2;

/** A clock ran out and nobody wrote it down, or somebody did later than the keepers promise. */
export const overdueNotRecorded: ScanKind = {
  name: "overdue-not-recorded",
  async *look(after, s) {
    const now = Math.max(s.view.now(), s.head().time);
    if (after === undefined || after.startsWith(DUE)) {
      for await (const { key, row } of rowsAfter(s.rows, dues, after?.slice(1))) {
        const duty = s.rows.get(duties, row)!;
        // The soonest come first.
        if (lateness(duty.deadline!, now) <= PROMISE) break;
        yield { place: DUE + key, findings: [await unwritten(duty, now, s.rows)], cost: 1 };
      }
    }
    const from = after?.startsWith(FACT) ? after.slice(1) : undefined;
    for await (const { key, row } of rowsAfter(s.rows, facts, from)) {
      const found = writtenLate(row, s.rows) ?? neverWritten(row, s.rows);
      yield { place: FACT + key, findings: found ? [found] : [], cost: 1 };
    }
  },
  share: (place, s) => (place.startsWith(DUE) ? 0 : shareOfFacts(place.slice(1), s)),
};

/** Clocks that still run are looked at first, then what was written. */
const DUE = "d";
const FACT = "f";

/** Seconds since the first one in which something was late; below zero before. */
export function lateness(deadline: number, now: number): number {
  return now - (deadline + 1);
}

async function unwritten(duty: DutyRow, now: number, rows: RowReader): Promise<Finding> {
  const { subject, deadline, organisation, kind } = duty;
  const seconds = lateness(deadline!, now);
  const [who, what] = [codeOf(rows, organisation), nameOf(subject, rows)];
  return finding(
    "overdue-not-recorded",
    {
      key: `${kind}:${subject}:${deadline}`,
      says: {
        zh: `${who} 关于 ${what} 的时限已过 ${seconds} 秒，尚无人记录逾期`,
        en: `the clock of ${who} for ${what} ran out ${seconds} s ago, and nobody recorded that it is late`,
      },
      subjects: [
        ["about", subject],
        ["owes", organisation],
      ],
      facts: [["began", await begun(subject, rows)]],
      details: { duty: kind, deadline: deadline!, seconds, recorded: false },
    },
    rows,
  );
}

/** The fact that brought the matter about. Deliveries are no subjects of their own. */
async function begun(subject: Hex, rows: RowReader): Promise<number> {
  const delivery = rows.get(deliveries, subject);
  if (delivery) return delivery.fact;
  const [first] = await rows.range(history, { prefix: subject, limit: 1 });
  return Number.parseInt(first!.key.slice(subject.length), 16);
}

/** Facts that say of a clock that it ran out, and which member of theirs the clock is. */
const records: Record<string, "due" | "deadline"> = {
  FeedbackOverdue: "due",
  AnswerLate: "deadline",
  EmergencyOverdue: "due",
  EmergencyReviewLate: "due",
  DeliveryMissed: "due",
};

function writtenLate(fact: FactRow, rows: RowReader): Finding | undefined {
  const member = records[fact.name ?? ""];
  if (!member) return undefined;
  const deadline = Number(fact.payload[member]);
  const seconds = lateness(deadline, fact.time);
  if (seconds <= PROMISE) return undefined;
  const subject = aboutOf(fact);
  const what = nameOf(subject, rows);
  const says = {
    zh: `${what} 的逾期在时限过后 ${seconds} 秒才被记录，承诺为 ${PROMISE} 秒`,
    en: `that ${what} is late was recorded ${seconds} s after its clock ran out, where ${PROMISE} s are promised`,
  };
  const parts = [["recorded", fact.sequence]] as const;
  return told(
    { key: `recorded:${fact.sequence}`, says, subject, parts, deadline, seconds, recorded: true },
    rows,
  );
}

/** Somebody acted late, and that the clock had run out was never written. */
function neverWritten(fact: FactRow, rows: RowReader): Finding | undefined {
  if (fact.payload["late"] !== true || fact.name === "AnswerLate") return undefined;
  const subject = aboutOf(fact);
  const clock = clockBefore(subject, fact, rows);
  if (!clock || clock.recorded) return undefined;
  const seconds = lateness(clock.deadline, fact.time);
  if (seconds <= PROMISE) return undefined;
  const what = nameOf(subject, rows);
  const says = {
    zh: `${what} 在时限过后 ${seconds} 秒才得到处理，其间无人记录逾期`,
    en: `${what} was dealt with ${seconds} s after its clock ran out, and nobody had recorded that it was late`,
  };
  const parts = [
    ["began", clock.fact],
    ["late", fact.sequence],
  ] as const;
  const { deadline } = clock;
  return told(
    { key: `late:${fact.sequence}`, says, subject, parts, deadline, seconds, recorded: false },
    rows,
  );
}

interface Told {
  key: string;
  says: Text;
  subject: Hex;
  parts: readonly (readonly [string, number])[];
  deadline: number;
  seconds: number;
  recorded: boolean;
}

function told({ key, says, subject, parts, deadline, seconds, recorded }: Told, rows: RowReader): Finding {
  const details = { deadline, seconds, recorded };
  const subjects = [["about", subject]] as const;
  return finding("overdue-not-recorded", { key, says, subjects, facts: parts, details }, rows);
}

/** The delivery that a fact's payload names; otherwise the request or the grant that it touches first. */
function aboutOf({ name, subjects, payload }: FactRow): Hex {
  const { delivery } = payload as { delivery?: Hex };
  if (delivery !== undefined) return delivery;
  return (name === "GrantIssued" ? subjects[1] : subjects[0])!;
}
