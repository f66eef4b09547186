import { z } from "zod";
import { type Hex } from "../core/hex.ts";
import { type Kind, kindOf } from "../core/ids.ts";
import { instant } from "../core/instant.ts";
import { type RowReader } from "../core/table.ts";
import { organisations } from "./agent/tables.ts";
import { assessments } from "./assessment/tables.ts";
import { consents } from "./consent/tables.ts";
import { datasets, domains, runs, versions } from "./dataset/tables.ts";
import { evidences } from "./evidence/tables.ts";
import { deliveries } from "./delivery/tables.ts";
import { grants } from "./grant/tables.ts";
import { requests } from "./request/tables.ts";

/** Things by the names that people read and type; what is not known keeps its id. */

export const requestName = (number: number) => `R${number}`;
export const grantName = (number: number) => `G${number}`;
export const deliveryName = (number: number) => `D${number}`;
export const consentName = (number: number) => `C${number}`;
export const evidenceName = (number: number) => `E${number}`;

export function requestNamed(rows: RowReader, id: Hex): string {
  const row = rows.get(requests, id);
  return row ? requestName(row.number) : id;
}

export function grantNamed(rows: RowReader, id: Hex): string {
  const row = rows.get(grants, id);
  return row ? grantName(row.number) : id;
}

export function deliveryNamed(rows: RowReader, id: Hex): string {
  const row = rows.get(deliveries, id);
  return row ? deliveryName(row.number) : id;
}

export function consentNamed(rows: RowReader, id: Hex): string {
  const row = rows.get(consents, id);
  return row ? consentName(row.number) : id;
}

export function evidenceNamed(rows: RowReader, id: Hex): string {
  const row = rows.get(evidences, id);
  return row ? evidenceName(row.number) : id;
}

/** By the authority's reference. */
export function assessmentNamed(rows: RowReader, id: Hex): string {
  return rows.get(assessments, id)?.code ?? id;
}

export function datasetNamed(rows: RowReader, id: Hex): string {
  return rows.get(datasets, id)?.name ?? id;
}

export function versionNamed(rows: RowReader, id: Hex): string {
  return rows.get(versions, id)?.name ?? id;
}

const named: Partial<Record<Kind, (rows: RowReader, id: Hex) => string | undefined>> = {
  organisation: (rows, id) => rows.get(organisations, id)?.code,
  domain: (rows, id) => rows.get(domains, id)?.code,
  dataset: datasetNamed,
  version: versionNamed,
  run: (rows, id) => rows.get(runs, id)?.name,
  request: requestNamed,
  grant: grantNamed,
  delivery: deliveryNamed,
  consent: consentNamed,
  assessment: assessmentNamed,
  evidence: evidenceNamed,
};

/** Any subject, by its id alone. */
export function subjectNamed(rows: RowReader, id: Hex): { kind: string; id: Hex; name: string } {
  const kind = kindOf(id);
  return { kind: kind ?? "unknown", id, name: (kind && named[kind]?.(rows, id)) ?? id };
}

/** A deadline, and how long it is until then: below zero once it has passed. `null` when no clock runs. */
export const countdown = {
  deadline: z.string().nullable(),
  secondsLeft: z.number().nullable(),
  late: z.boolean(),
};

export function countdownTo(deadline: number | null, now: number) {
  if (deadline === null) return { deadline: null, secondsLeft: null, late: false };
  return { deadline: instant(deadline), secondsLeft: deadline - now, late: now > deadline };
}
