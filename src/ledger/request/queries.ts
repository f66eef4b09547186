import { z } from "zod";
import { SuyuanError } from "../../core/errors.ts";
import { query, type Query } from "../../core/query.ts";
import { instant } from "../../core/instant.ts";
import { codeOf } from "../dataset/answers.ts";
import { eyesOn } from "../eyes.ts";
import { answerGrant, grantAnswer } from "../grant/answers.ts";
import { grants } from "../grant/tables.ts";
import {
  code,
  datasetReference,
  knownOrganisation,
  requestReference,
  side,
  toDataset,
  toNumbered,
} from "../inputs.ts";
import { type LedgerSources } from "../lineage/sources.ts";
import { page, pageOf, siftPage } from "../lists.ts";
import { countdown, countdownTo } from "../names.ts";
import { answerRequest, requestAnswer } from "./answers.ts";
import { requestNumbers, requests, requestsOf, stages, type RequestRow, type Stage } from "./tables.ts";

/** Stages in which something is still to come; after a refusal, the consumer may ask the bureau to mediate. */
const openStages: readonly Stage[] = ["review", "decision", "returned", "refused", "mediation", "directed"];

export const listRequests = query({
  name: "requests",
  summary: {
    zh: "申请，新的在前；可按组织、数据集、阶段筛选。",
    en: "Requests, newest first; by organisation, dataset and stage if wished.",
  },
  path: "/requests",
  input: z.strictObject({
    ...page,
    organisation: code().optional(),
    as: side().describe("In which part the organisation takes it."),
    dataset: datasetReference().optional(),
    stage: z.enum(stages).optional(),
    open: z.boolean().optional().describe("Only those still to be settled; or only the others."),
  }),
  output: pageOf(requestAnswer),
  run(i, s: LedgerSources) {
    const { rows } = s;
    const who = i.organisation === undefined ? undefined : knownOrganisation(i.organisation, rows);
    const dataset = i.dataset === undefined ? undefined : toDataset(i.dataset);
    const table = who === undefined ? requestNumbers : requestsOf;
    const range = { ...i, reverse: true, ...(who === undefined ? {} : { prefix: who }) };
    return siftPage(rows, table, range, (id) => {
      const row = rows.get(requests, id);
      return row && wanted(row) ? answerRequest(row, s) : undefined;
    });

    function wanted(row: RequestRow): boolean {
      const isSide = who === undefined || i.as === "any" || row[i.as] === who;
      const isStage = i.stage === undefined || row.stage === i.stage;
      const isOpen = i.open === undefined || openStages.includes(row.stage) === i.open;
      return isSide && isStage && isOpen && (dataset === undefined || row.dataset === dataset);
    }
  },
});

const step = z.object({
  event: z.string(),
  /** `null` for what anyone may record. */
  by: z.string().nullable(),
  /** Where the request stood after it. */
  stage: z.enum(stages),
  late: z.boolean(),
  /** Of the clock that it started. */
  deadline: z.string().nullable(),
  time: z.string(),
  block: z.number(),
  fact: z.number(),
  reason: z.string().nullable(),
  note: z.string().nullable(),
});

/** One clock that ran: for whose answer, until when, and whether the answer came in time. */
const clock = z.object({
  stage: z.enum(stages),
  from: z.string(),
  ...countdown,
  provisional: z.boolean(),
  /** `null` while it runs. */
  ended: z.string().nullable(),
});

export const showRequest = query({
  name: "request",
  summary: {
    zh: "一项申请的全过程：各步骤、各时钟、所得授权。",
    en: "A request with its whole story: every step, every clock, its grants.",
  },
  path: "/requests/:request",
  input: z.strictObject({ request: requestReference() }),
  output: requestAnswer.extend({
    steps: z.array(step),
    clocks: z.array(clock),
    granted: z.array(grantAnswer),
  }),
  run(i, s: LedgerSources) {
    const row = s.rows.get(requests, toNumbered("request", i.request, s.view, "request"));
    if (!row) throw new SuyuanError("THING_UNKNOWN", { field: "request", value: i.request });
    return {
      ...answerRequest(row, s),
      steps: stepsOf(row, s),
      clocks: clocksOf(row, s.view.now()),
      granted: row.grants.map((id) => answerGrant(s.rows.get(grants, id)!, s)),
    };
  },
});

function stepsOf(row: RequestRow, s: LedgerSources): z.infer<typeof step>[] {
  const { only } = eyesOn(row, s);
  return row.steps.map(({ event, by, stage, late, deadline, time, block, fact, reason, note }) => ({
    event,
    by: by && codeOf(s.rows, by),
    ...{ stage, late, deadline: deadline === null ? null : instant(deadline) },
    ...{ time: instant(time), block, fact },
    reason: only(reason),
    note: only(note),
  }));
}

/** The steps that started a clock. The record of a late answer stops none. */
function clocksOf({ steps }: RequestRow, now: number): z.infer<typeof clock>[] {
  const acts = steps.filter(({ event }) => event !== "AnswerLate");
  return acts.flatMap(({ stage, time, deadline, provisional }, i) => {
    if (deadline === null) return [];
    const end = acts[i + 1];
    const shown = countdownTo(deadline, end?.time ?? now);
    const secondsLeft = end ? null : shown.secondsLeft;
    return [
      {
        stage,
        from: instant(time),
        ...shown,
        secondsLeft,
        provisional,
        ended: end ? instant(end.time) : null,
      },
    ];
  });
}

export const requestQueries = [listRequests, showRequest] as unknown as Query[];
