import { z } from "zod";
import { query, type Query } from "../../core/query.ts";
import { instant } from "../../core/instant.ts";
import { codeOf } from "../dataset/answers.ts";
import { versions } from "../dataset/tables.ts";
import { deliveries } from "../delivery/tables.ts";
import { grants } from "../grant/tables.ts";
import { code, knownOrganisation } from "../inputs.ts";
import { type LedgerSources } from "../lineage/sources.ts";
import { page, pageOf, siftPage } from "../lists.ts";
import {
  countdown,
  countdownTo,
  datasetNamed,
  deliveryName,
  grantName,
  requestName,
  versionNamed,
} from "../names.ts";
import { requests } from "../request/tables.ts";
import { overdueOf } from "./overdue.ts";
import { dues, duties, dutyKinds, type DutyKind, type DutyRow } from "./tables.ts";

/** In which part an organisation owes it. */
const parts = ["provider", "consumer", "bureau"] as const;
const partOf: Record<DutyKind, (typeof parts)[number]> = {
  review: "bureau",
  reply: "provider",
  mediate: "bureau",
  grant: "provider",
  complete: "consumer",
  receive: "consumer",
  report: "consumer",
  "report-emergency": "consumer",
  "review-emergency": "bureau",
  deliver: "provider",
  acknowledge: "consumer",
};

const dutyAnswer = z
  .object({
    /** Who owes it. */
    organisation: z.string(),
    as: z.enum(parts),
    kind: z.enum(dutyKinds),
    /** `R17`, `D23`, or of an emergency or a promise `G9` */
    subject: z.string(),
    id: z.string(),
    consumer: z.string(),
    provider: z.string(),
    dataset: z.string(),
    /** Of a delivery. */
    version: z.string().nullable(),
    since: z.string(),
    ...countdown,
    /** The chain says that it is late. */
    overdue: z.boolean(),
    /** A year on the way to the deadline had no table of holidays. */
    provisional: z.boolean(),
  })
  .meta({ id: "Duty" });

function answer(duty: DutyRow, s: LedgerSources): z.infer<typeof dutyAnswer> | undefined {
  const about = aboutOf(duty, s);
  if (!about) return undefined;
  const { kind, overdue, provisional } = duty;
  return {
    organisation: codeOf(s.rows, duty.organisation),
    as: partOf[kind],
    kind,
    ...about,
    since: instant(duty.since),
    ...countdownTo(duty.deadline, s.view.now()),
    ...{ overdue, provisional },
  };
}

/** The request, grant or delivery, as everybody sees it. */
function aboutOf({ subject }: DutyRow, { rows }: LedgerSources) {
  const delivery = rows.get(deliveries, subject);
  const grant = rows.get(grants, subject);
  const matter = delivery ?? grant ?? rows.get(requests, subject);
  if (!matter) return undefined;
  const dataset = "dataset" in matter ? matter.dataset : rows.get(versions, matter.version)!.dataset;
  const nameOf = delivery ? deliveryName : grant ? grantName : requestName;
  return {
    subject: nameOf(matter.number),
    id: subject,
    consumer: codeOf(rows, matter.consumer),
    provider: codeOf(rows, matter.provider),
    dataset: datasetNamed(rows, dataset),
    version: delivery ? versionNamed(rows, delivery.version) : null,
  };
}

export const listDuties = query({
  name: "duties",
  summary: {
    zh: "一个组织所负的全部责任（提供方、使用方、大数据局），先到期的在前。",
    en: "All that an organisation owes, as provider, consumer and bureau, soonest first.",
  },
  path: "/organisations/:organisation/duties",
  input: z.strictObject({ organisation: code(), ...page, kind: z.enum(dutyKinds).optional() }),
  output: pageOf(dutyAnswer).extend({
    organisation: z.string(),
    /** Deliveries and emergencies whose report is overdue and not settled. */
    overdue: z.number(),
    /** No ordinary grant is given to it meanwhile. */
    blocked: z.boolean(),
  }),
  async run(i, s: LedgerSources) {
    const id = knownOrganisation(i.organisation, s.rows);
    const overdue = overdueOf(id, s.rows);
    const found = await siftPage(s.rows, duties, { ...i, prefix: id }, (duty) =>
      i.kind === undefined || duty.kind === i.kind ? answer(duty, s) : undefined,
    );
    return { organisation: i.organisation, overdue, blocked: overdue > 0, ...found };
  },
});

export const listCountdowns = query({
  name: "countdowns",
  summary: {
    zh: "全市正在计时的事项，先到期的在前。",
    en: "Every clock that runs in the city, soonest first.",
  },
  path: "/countdowns",
  input: z.strictObject({ ...page, kind: z.enum(dutyKinds).optional() }),
  output: pageOf(dutyAnswer),
  run: (i, s: LedgerSources) =>
    siftPage(s.rows, dues, i, (key) => {
      const duty = s.rows.get(duties, key);
      return duty && (i.kind === undefined || duty.kind === i.kind) ? answer(duty, s) : undefined;
    }),
});

export const dutyQueries = [listDuties, listCountdowns] as unknown as Query[];
