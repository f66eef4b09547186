import { z } from "zod";
import { SuyuanError } from "../../core/errors.ts";
import { query, type Query } from "../../core/query.ts";
import { instant } from "../../core/instant.ts";
import { codeOf } from "../dataset/answers.ts";
import { eyesOn } from "../eyes.ts";
import { grantStory, storyOf } from "../grant/queries.ts";
import { grants } from "../grant/tables.ts";
import {
  code,
  datasetReference,
  grantReference,
  knownOrganisation,
  side,
  toDataset,
  toNumbered,
} from "../inputs.ts";
import { type LedgerSources } from "../lineage/sources.ts";
import { page, pageOf, siftPage } from "../lists.ts";
import { grantNamed } from "../names.ts";
import { answerEmergency, emergencyAnswer, mark, markOf } from "./answers.ts";
import {
  emergencies,
  emergencyNumbers,
  findings,
  lanes,
  responders,
  tellings,
  type EmergencyRow,
} from "./tables.ts";

export const listEmergencies = query({
  name: "emergencies",
  summary: {
    zh: "应急调用，新的在前；可按组织、数据集、报告与核查情况筛选。",
    en: "Emergencies, newest first; by organisation, dataset, report and review if wished.",
  },
  path: "/emergencies",
  input: z.strictObject({
    ...page,
    organisation: code().optional(),
    as: side().describe("In which part the organisation is in it."),
    dataset: datasetReference().optional(),
    told: z.enum(tellings).optional(),
    found: z.enum(findings).optional(),
    open: z.boolean().optional().describe("Only those without report or review; or only the others."),
  }),
  output: pageOf(emergencyAnswer),
  run(i, s: LedgerSources) {
    const { rows } = s;
    const who = i.organisation === undefined ? undefined : knownOrganisation(i.organisation, rows);
    const dataset = i.dataset === undefined ? undefined : toDataset(i.dataset);
    return siftPage(rows, emergencyNumbers, { ...i, reverse: true }, (id) => {
      const row = rows.get(emergencies, id);
      return row && wanted(row) ? answerEmergency(row, s) : undefined;
    });

    function wanted(row: EmergencyRow): boolean {
      const mine = i.as === "any" ? [row.consumer, row.provider] : [row[i.as]];
      const isOpen = row.told !== "reported" || row.found === "waited";
      return (
        (who === undefined || mine.includes(who)) &&
        (dataset === undefined || row.dataset === dataset) &&
        (i.told === undefined || row.told === i.told) &&
        (i.found === undefined || row.found === i.found) &&
        (i.open === undefined || isOpen === i.open)
      );
    }
  },
});

export const showEmergency = query({
  name: "emergency",
  summary: {
    zh: "一次应急的全过程：时钟、报告、核查、交付、在其之下发布的版本。",
    en: "An emergency's whole story: its clocks, report and review, deliveries, and the versions published under it.",
  },
  path: "/emergencies/:grant",
  input: z.strictObject({ grant: grantReference() }),
  output: emergencyAnswer.extend(grantStory),
  async run(i, s: LedgerSources) {
    const row = s.rows.get(emergencies, toNumbered("grant", i.grant, s.view, "grant"));
    if (!row) throw new SuyuanError("THING_UNKNOWN", { field: "grant", value: i.grant });
    return { ...answerEmergency(row, s), ...(await storyOf(s.rows.get(grants, row.id)!, s)) };
  },
});

const responder = z.object({
  organisation: z.string(),
  since: z.string(),
  block: z.number(),
  hidden: z.boolean(),
  note: z.string().nullable(),
});

export const listResponders = query({
  name: "responders",
  summary: {
    zh: "大数据局指定的应急部门。",
    en: "Departments that the bureau named for emergencies.",
  },
  path: "/responders",
  input: z.strictObject(page),
  output: pageOf(responder),
  run: (i, s: LedgerSources) =>
    siftPage(s.rows, responders, i, ({ organisation, named, note, time, block }) => {
      if (!named) return undefined;
      const { hidden, only } = eyesOn({ consumer: organisation, provider: organisation }, s);
      const since = instant(time);
      return { organisation: codeOf(s.rows, organisation), since, block, hidden, note: only(note) };
    }),
});

const lane = z.object({
  officer: z.string(),
  organisation: z.string(),
  /** The emergency that was found unjustified. */
  emergency: z.string(),
  closed: mark,
  lifted: mark.extend({ note: z.string().nullable() }).nullable(),
  hidden: z.boolean(),
  reason: z.string().nullable(),
  note: z.string().nullable(),
});

export const listClosedLanes = query({
  name: "closed-lanes",
  summary: {
    zh: "因不正当的应急使用而关闭应急通道的数据官。",
    en: "Officers whose emergency lane is closed after an unjustified use.",
  },
  path: "/closed-lanes",
  input: z.strictObject({
    ...page,
    organisation: code().optional(),
    lifted: z.boolean().default(false).describe("Those that the bureau opened again, instead."),
  }),
  output: pageOf(lane),
  run(i, s: LedgerSources) {
    const { rows } = s;
    const who = i.organisation === undefined ? undefined : knownOrganisation(i.organisation, rows);
    return siftPage(rows, lanes, i, (row) => {
      const { officer, organisation, grant, closed, lifted } = row;
      if ((who !== undefined && organisation !== who) || (lifted !== null) !== i.lifted) return undefined;
      const emergency = rows.get(emergencies, grant)!;
      const { hidden, only } = eyesOn(emergency, s);
      return {
        ...{ officer, organisation: codeOf(rows, organisation), emergency: grantNamed(rows, grant) },
        closed: markOf(closed),
        lifted: lifted && { ...markOf(lifted), note: only(lifted.note ?? "") },
        hidden,
        reason: only(emergency.review?.reason ?? null),
        note: only(emergency.review?.note ?? ""),
      };
    });
  },
});

export const emergencyQueries = [
  listEmergencies,
  showEmergency,
  listResponders,
  listClosedLanes,
] as unknown as Query[];
