import { type Hex } from "../../core/hex.ts";
import { table } from "../../core/table.ts";
import { type DutyKind } from "../duty/tables.ts";

/** Where a request stands; the position is the number on chain, from 1. Appended to, never renumbered. */
export const stages = [
  "review",
  "decision",
  "returned",
  "rejected",
  "refused",
  "mediation",
  "directed",
  "upheld",
  "granted",
  "withdrawn",
] as const;
export type Stage = (typeof stages)[number];

/** Whose answer is waited for in a stage, and as which duty. */
export const answers: Partial<Record<Stage, { by: "bureau" | "provider" | "consumer"; as: DutyKind }>> = {
  review: { by: "bureau", as: "review" },
  decision: { by: "provider", as: "reply" },
  mediation: { by: "bureau", as: "mediate" },
  directed: { by: "provider", as: "grant" },
  returned: { by: "consumer", as: "complete" },
};

/** Codes of what data is asked for, by their number on chain, from 1. Appended to, never renumbered. */
export const purposes = [
  "public-service",
  "emergency",
  "supervision",
  "decision-support",
  "statistics",
  "research",
  "law-enforcement",
  "other",
] as const;

/** Codes of what entitles the consumer to it, from 1. Appended to, never renumbered. */
export const bases = [
  "statutory-duty",
  "sharing-regulation",
  "local-rule",
  "consent",
  "contract",
  "emergency-response",
  "other",
] as const;

/** Codes of why a request is returned, rejected, refused or its refusal upheld, from 1. Appended to. */
export const requestReasons = [
  "incomplete",
  "no-legal-basis",
  "purpose-unclear",
  "more-than-necessary",
  "not-held",
  "security",
  "privacy",
  "legal-restriction",
  "quality",
  "other",
] as const;

/** One act on a request, as its story tells it. */
export interface RequestStepRow {
  event: string;
  /** The acting organisation; `null` for what anyone may record. */
  by: Hex | null;
  stage: Stage;
  reason: string | null;
  note: string;
  /** It came after its deadline. */
  late: boolean;
  /** The clock it started: seconds. */
  deadline: number | null;
  provisional: boolean;
  block: number;
  time: number;
  fact: number;
}

export interface RequestRow {
  id: Hex;
  /** In chain order, from 1: `R17` is how people name it. */
  number: number;
  consumer: Hex;
  provider: Hex;
  dataset: Hex;
  /** What tells it from the consumer's others for the dataset. */
  name: string;
  revision: number;
  /** `null` when confidential. */
  purpose: string | null;
  basis: string | null;
  fields: string[];
  /** Bit i asks for field i of the supply item's revision; decimal. */
  mask: string;
  /** Days. */
  duration: number;
  onward: boolean;
  abroad: boolean;
  commitment: Hex | null;
  scenario: string;
  stage: Stage;
  /** Seconds; `null` when no clock runs. */
  deadline: number | null;
  provisional: boolean;
  /** Of a returned one: where it goes on. */
  before: Stage | null;
  wasReturned: boolean;
  /** The running clock's lateness is on record. */
  lateRecorded: boolean;
  steps: RequestStepRow[];
  /** Its grants, the newest last; of very many, the newest. */
  grants: Hex[];
  block: number;
  time: number;
  fact: number;
}

export const requests = table<RequestRow>("request");
/** ordinal(number) → id. */
export const requestNumbers = table<Hex>("request-number");
/** organisation (as consumer or provider) + ordinal(number) → id. */
export const requestsOf = table<Hex>("request-of");
