import { z } from "zod";
import { instant } from "../../core/instant.ts";
import { type Grade, gradeNumber, has } from "../../core/states.ts";
import { standingOf } from "../assessment/queries.ts";
import { assessments } from "../assessment/tables.ts";
import { consentCounts } from "../consent/tables.ts";
import { datasets } from "../dataset/tables.ts";
import { eyesOn, type Eyes } from "../eyes.ts";
import { type GrantRow } from "../grant/tables.ts";
import { type LedgerSources } from "../lineage/sources.ts";
import { datasetNamed, grantName } from "../names.ts";
import { requests } from "../request/tables.ts";
import { clearedFor } from "./requiring.ts";
import { CLEARED_FOR_ALL } from "./tables.ts";

/** A grant's gates; one that it need not pass is `null`. `holds` says whether it would pass now. */
export const gatesAnswer = z
  .object({
    grant: z.string(),
    dataset: z.string(),
    clearance: z
      .object({
        /** The higher of the dataset's grade and the ceiling. */
        needed: z.string(),
        /** For the grant's purpose, which not every reader may know. */
        cleared: z.string().nullable(),
        holds: z.boolean().nullable(),
      })
      .nullable(),
    consent: z
      .object({
        /** Of the dataset's consents, so many. A delivery needs one that its version cites. */
        standing: z.number(),
        holds: z.boolean(),
      })
      .nullable(),
    /** Least authorisation: who alone may receive and use it. */
    named: z.object({ officers: z.array(z.string()).nullable() }).nullable(),
    /** Somebody abroad sees the data. */
    crossing: z
      .object({ assessment: z.string(), until: z.string(), standing: z.string(), holds: z.boolean() })
      .nullable(),
    hidden: z.boolean(),
  })
  .meta({ id: "Gates" });

export type GatesAnswer = z.infer<typeof gatesAnswer>;

export function gatesOf(row: GrantRow, s: LedgerSources): GatesAnswer {
  const eyes = eyesOn(row, s);
  return {
    grant: grantName(row.number),
    dataset: datasetNamed(s.rows, row.dataset),
    clearance: clearanceGate(row, eyes, s),
    consent: consentGate(row, s),
    named: has(row.state, "least") ? { officers: eyes.only(row.officers) } : null,
    crossing: crossingGate(row, eyes, s),
    hidden: eyes.hidden,
  };
}

function clearanceGate(row: GrantRow, { only }: Eyes, s: LedgerSources): GatesAnswer["clearance"] {
  const grades: Grade[] = [row.ceiling, s.rows.get(datasets, row.dataset)?.grade ?? row.ceiling];
  const needed = grades.sort((a, b) => gradeNumber(b) - gradeNumber(a))[0]!;
  if (gradeNumber(needed) <= gradeNumber(CLEARED_FOR_ALL)) return null;
  const purpose = s.rows.get(requests, row.request)?.purpose ?? null;
  const cleared = clearedFor(row.consumer, purpose, s.view);
  const holds = gradeNumber(cleared) >= gradeNumber(needed);
  return { needed, cleared: only(cleared), holds: only(holds) };
}

function consentGate(row: GrantRow, { rows }: LedgerSources): GatesAnswer["consent"] {
  if (!rows.get(datasets, row.dataset)?.personal) return null;
  const standing = rows.get(consentCounts, row.dataset) ?? 0;
  return { standing, holds: standing > 0 };
}

function crossingGate(row: GrantRow, { hidden }: Eyes, s: LedgerSources): GatesAnswer["crossing"] {
  const found = row.assessment === null || hidden ? undefined : s.rows.get(assessments, row.assessment);
  if (!found) return null;
  const standing = standingOf(found, s.view.now());
  const until = instant(found.until);
  return { assessment: found.code, until, standing, holds: standing === "standing" };
}
