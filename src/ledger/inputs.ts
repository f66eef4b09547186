import { z } from "zod";
import { SuyuanError } from "../core/errors.ts";
import { isHex, type Hex } from "../core/hex.ts";
import { type LedgerView, type Numbered, type Preparation } from "../core/action.ts";
import { assessmentId, datasetId, domainId, organisationId } from "../core/ids.ts";
import { remembered } from "../core/remembered.ts";
import { grades } from "../core/states.ts";
import { type RowReader } from "../core/table.ts";
import { organisations } from "./agent/tables.ts";

/** The members of every input, once each: their bounds are the contracts' own. */

export const code = () =>
  z
    .string()
    .regex(/^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$/, "must be 1 to 64 of a–z, 0–9 and inner hyphens")
    .meta({ examples: ["meteorology"] });

/** Normalised before it is measured, for some text grows by it. No character (UTF-16) has over 3 bytes. */
export const line = (max: number, bytes = 3 * max) =>
  z
    .string()
    .normalize("NFC")
    .max(max, `must have at most ${max} characters`)
    .refine((s) => utf8.encode(s).length <= bytes, `must have at most ${bytes} bytes in UTF-8`)
    .refine((s) => s.isWellFormed(), "must be well-formed Unicode")
    .refine((s) => !/[\u0000-\u0008\u000b-\u001f\u007f]/.test(s), "must not hold control characters");

/** `Text.MAX_NAME` of the contracts. */
export const NAME_BYTES = 128;

const utf8 = new TextEncoder();

export const bilingual = (max: number) => z.strictObject({ zh: line(max).min(1), en: line(max).min(1) });

export const digest = () =>
  z
    .string()
    .regex(/^0x[0-9a-f]{64}$/, "must be 0x and 64 lower-case hexadecimal digits")
    .transform((s) => s as Hex);

export const address = () =>
  z
    .string()
    .regex(/^0x[0-9a-fA-F]{40}$/, "must be 0x and 40 hexadecimal digits")
    .transform((s) => s.toLowerCase() as Hex);

export const seconds = () =>
  z
    .int()
    .min(0)
    .max(2 ** 47);

export const grade = () => z.enum(grades);

export const content = () =>
  z.strictObject({ sha256: digest(), sm3: digest(), size: z.int().min(0).max(Number.MAX_SAFE_INTEGER) });

/** `meteorology/weather-daily`, or an id. */
export const datasetReference = () =>
  z
    .string()
    .max(140)
    .regex(/^([a-z0-9-]+\/[a-z0-9-]+|0x03[0-9a-f]{62})$/, "must be like owner/dataset, or an id")
    .meta({ examples: ["meteorology/weather-daily"] });

/** `meteorology/weather-daily@3`, `…@latest`, or an id. */
export const versionReference = () =>
  z
    .string()
    .max(160)
    .regex(
      /^([a-z0-9-]+\/[a-z0-9-]+@([1-9][0-9]{0,8}|latest)|0x04[0-9a-f]{62})$/,
      "must be like owner/dataset@3, owner/dataset@latest, or an id",
    )
    .meta({ examples: ["meteorology/weather-daily@3"] });

export function toOrganisation(reference: string): Hex {
  return isHex(reference, 32) ? reference : organisationId(reference);
}

/** An organisation that is asked about, by its code. */
export function knownOrganisation(code: string, rows: RowReader, field = "organisation"): Hex {
  const id = toOrganisation(code);
  if (rows.get(organisations, id)) return id;
  throw new SuyuanError("THING_UNKNOWN", { field, value: code });
}

export function toDomain(reference: string): Hex {
  return isHex(reference, 32) ? reference : domainId(reference);
}

export const toDataset = remembered((reference: string): Hex => {
  if (isHex(reference, 32)) return reference;
  const [owner = "", name = ""] = reference.split("/");
  return datasetId(organisationId(owner), name);
});

export function toVersion(reference: string, view: LedgerView, field: string): Hex {
  if (isHex(reference, 32)) return reference;
  const [dataset = "", number = ""] = reference.split("@");
  const id = view.versionNumber(toDataset(dataset), number === "latest" ? undefined : Number(number));
  if (id === undefined) throw new SuyuanError("THING_UNKNOWN", { field, value: reference });
  return id;
}

/** In which part an organisation is asked about. */
export const side = () => z.enum(["consumer", "provider", "any"]).default("any");

const letters = { request: "R", grant: "G", delivery: "D", consent: "C", evidence: "E" } as const;
const bytes = { request: "09", grant: "05", delivery: "06", consent: "0b", evidence: "0d" } as const;

/** `R17`, `G9`, `D23`: numbered in chain order; or an id. */
const numberedReference = (kind: Numbered) =>
  z
    .string()
    .max(66)
    .regex(
      new RegExp(`^(${letters[kind]}[1-9][0-9]{0,11}|0x${bytes[kind]}[0-9a-f]{62})$`),
      `must be like ${letters[kind]}17, or an id`,
    )
    .meta({ examples: [`${letters[kind]}17`] });

export const requestReference = () => numberedReference("request");
export const grantReference = () => numberedReference("grant");
export const deliveryReference = () => numberedReference("delivery");
export const consentReference = () => numberedReference("consent");
export const evidenceReference = () => numberedReference("evidence");

/** The assessing authority's own reference, or an id. */
export const assessmentReference = () =>
  line(66, NAME_BYTES)
    .min(1)
    .meta({ examples: ["DSA-2026-0137"] });

export function toAssessment(reference: string): Hex {
  return /^0x0c[0-9a-f]{62}$/.test(reference) ? (reference as Hex) : assessmentId(reference);
}

/** What has commitments to open: a delivery, a request that was filed in confidence, or a consent. */
export const openableReference = () =>
  z
    .string()
    .max(66)
    .regex(/^([RDC][1-9][0-9]{0,11}|0x0[69b][0-9a-f]{62})$/, "must be like D23, R17 or C7, or an id")
    .meta({ examples: ["D23"] });

export function toOpenable(reference: string, view: LedgerView, field: string): Hex {
  const kinds = { R: "request", D: "delivery", C: "consent" } as const;
  return toNumbered(kinds[reference[0] as "R"], reference, view, field);
}

export function toNumbered(kind: Numbered, reference: string, view: LedgerView, field: string): Hex {
  if (isHex(reference, 32)) return reference;
  const id = view.numbered(kind, Number(reference.slice(1)));
  if (id === undefined) throw new SuyuanError("THING_UNKNOWN", { field, value: reference });
  return id;
}

/** Refuses what is on the ledger already under this code. */
export function requireNew(id: Hex, code: string, { view }: Preparation): Hex {
  if (!view.recorded(id)) return id;
  throw new SuyuanError("LEDGER_SUBJECT_EXISTS", { field: "code", value: code, subject: code });
}

/** Refuses what is neither on the ledger nor on its way there. */
export function requireKnown(id: Hex, value: string, field: string, { view }: Preparation): Hex {
  if (view.exists(id)) return id;
  throw new SuyuanError("THING_UNKNOWN", { field, value });
}

/** The organisation whose officer is acting. */
export function actor({ key, view }: Preparation) {
  const organisation = view.organisationOfKey(key);
  if (!organisation) throw new SuyuanError("LEDGER_KEY_UNKNOWN", { field: "key", value: key, key });
  return organisation;
}
