import { type Hex } from "../../core/hex.ts";
import { table } from "../../core/table.ts";
import { type Mark } from "../dataset/tables.ts";
import { type Cadence } from "../supply/tables.ts";

/** Deliveries that a provider promised under a grant. */
export interface PromiseRow {
  grant: Hex;
  /** The grant's, by which people name it. */
  number: number;
  consumer: Hex;
  provider: Hex;
  dataset: Hex;
  cadence: Cadence;
  /** Seconds: the last one in which the next delivery is in time; `null` when none is waited for. */
  due: number | null;
  /** In a row. */
  missed: number;
  missedInAll: number;
  block: number;
  time: number;
  fact: number;
}

/** grant → what was promised under it. */
export const promises = table<PromiseRow>("promise");
/** ordinal(number of the grant) → grant. */
export const promiseNumbers = table<Hex>("promise-number");

/** A promised delivery that did not come. */
export interface MissedRow extends Mark {
  /** In chain order, from 1. */
  number: number;
  grant: Hex;
  cadence: Cadence;
  /** Seconds: the last one in which it would have been in time. */
  due: number;
  /** How many in a row, this one included. */
  missed: number;
}

/** ordinal(number) → the missed delivery. */
export const missedDeliveries = table<MissedRow>("missed-delivery");
/** grant + ordinal(number) → ordinal(number). */
export const missedOfGrant = table<string>("missed-of-grant");
