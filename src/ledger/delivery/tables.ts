import { type Hex } from "../../core/hex.ts";
import { table } from "../../core/table.ts";
import { type Mark } from "../dataset/tables.ts";

/** The position is the number on chain, from 1. Appended to, never renumbered. */
export const deliveryStandings = ["open", "overdue", "reported", "waived", "disputed"] as const;
export type DeliveryStanding = (typeof deliveryStandings)[number];

/** Codes of what came of a delivery, from 1. Appended to, never renumbered. */
export const outcomes = ["used", "partly-used", "not-used", "not-as-described", "quality-problem"] as const;

/** Codes of why something overdue is waived, from 1. Appended to, never renumbered. */
export const waiverReasons = [
  "chain-outage",
  "gateway-outage",
  "provider",
  "force-majeure",
  "other",
] as const;

export interface ReportRow extends Mark {
  outcome: string;
  isFinal: boolean;
  late: boolean;
  /** When the next one is due: seconds. */
  due: number | null;
  /** Versions that were made of the delivery. */
  derived: Hex[];
  effect: Record<string, unknown>;
  commitment: Hex | null;
}

export interface DeliveryRow {
  id: Hex;
  /** In chain order, from 1: `D23` is how people name it. */
  number: number;
  /** What tells it from others of the same version under the same grant. */
  name: string;
  grant: Hex;
  version: Hex;
  consumer: Hex;
  provider: Hex;
  /** Seconds: the last one in which feedback is in time. */
  due: number;
  standing: DeliveryStanding;
  manifest: Hex | null;
  parts: number;
  note: string;
  received: (Mark & { content: Hex; matches: boolean }) | null;
  /** The newest ones. */
  reports: ReportRow[];
  /** The provider asked for more. */
  asked: Mark | null;
  /** Each time the chain recorded that feedback was overdue. */
  overdue: Mark[];
  waived: (Mark & { gap: { from: number; until: number } | null }) | null;
  block: number;
  time: number;
  fact: number;
}

export const deliveries = table<DeliveryRow>("delivery");
/** ordinal(number) → id. */
export const deliveryNumbers = table<Hex>("delivery-number");
/** grant + ordinal(number) → id. */
export const deliveriesOfGrant = table<Hex>("delivery-of-grant");
/** version + ordinal(number) → id. */
export const deliveriesOfVersion = table<Hex>("delivery-of-version");
/** consumer → how many of its deliveries are overdue and not settled. */
export const overdueCounts = table<number>("overdue-count");
