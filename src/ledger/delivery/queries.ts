import { z } from "zod";
import { SuyuanError } from "../../core/errors.ts";
import { query, type Query } from "../../core/query.ts";
import {
  code,
  deliveryReference,
  grantReference,
  knownOrganisation,
  side,
  toNumbered,
  toVersion,
  versionReference,
} from "../inputs.ts";
import { type LedgerSources } from "../lineage/sources.ts";
import { page, pageOf, siftPage } from "../lists.ts";
import { answerDelivery, deliveryAnswer } from "./answers.ts";
import {
  deliveries,
  deliveriesOfGrant,
  deliveriesOfVersion,
  deliveryNumbers,
  deliveryStandings,
  type DeliveryRow,
} from "./tables.ts";

export const listDeliveries = query({
  name: "deliveries",
  summary: {
    zh: "交付，新的在前；可按授权、版本、组织、状态筛选。",
    en: "Deliveries, newest first; by grant, version, organisation and standing if wished.",
  },
  path: "/deliveries",
  input: z.strictObject({
    ...page,
    grant: grantReference().optional(),
    version: versionReference().optional(),
    organisation: code().optional(),
    as: side().describe("In which part the organisation takes it."),
    standing: z.enum(deliveryStandings).optional(),
  }),
  output: pageOf(deliveryAnswer),
  run(i, s: LedgerSources) {
    const { rows } = s;
    const who = i.organisation === undefined ? undefined : knownOrganisation(i.organisation, rows);
    const grant = i.grant === undefined ? undefined : toNumbered("grant", i.grant, s.view, "grant");
    const version = i.version === undefined ? undefined : toVersion(i.version, s.view, "version");
    const prefix = grant ?? version;
    const table = grant ? deliveriesOfGrant : version ? deliveriesOfVersion : deliveryNumbers;
    const range = { ...i, reverse: true, ...(prefix === undefined ? {} : { prefix }) };
    return siftPage(rows, table, range, (id) => {
      const row = rows.get(deliveries, id);
      return row && wanted(row) ? answerDelivery(row, s) : undefined;
    });

    function wanted(row: DeliveryRow): boolean {
      const mine = i.as === "any" ? [row.consumer, row.provider] : [row[i.as]];
      const isSide = who === undefined || mine.includes(who);
      const isStanding = i.standing === undefined || row.standing === i.standing;
      return isSide && isStanding && (version === undefined || row.version === version);
    }
  },
});

export const showDelivery = query({
  name: "delivery",
  summary: {
    zh: "一次交付：签收、反馈、逾期与豁免。",
    en: "A delivery: its receipt, feedback, what was overdue and what was waived.",
  },
  path: "/deliveries/:delivery",
  input: z.strictObject({ delivery: deliveryReference() }),
  output: deliveryAnswer,
  run(i, s: LedgerSources) {
    const row = s.rows.get(deliveries, toNumbered("delivery", i.delivery, s.view, "delivery"));
    if (!row) throw new SuyuanError("THING_UNKNOWN", { field: "delivery", value: i.delivery });
    return answerDelivery(row, s);
  },
});

export const deliveryQueries = [listDeliveries, showDelivery] as unknown as Query[];
