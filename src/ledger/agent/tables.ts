import { type Hex } from "../../core/hex.ts";
import { table } from "../../core/table.ts";
import { type Text } from "../../core/text.ts";

/** The position is the number on chain. */
export const organisationKinds = [
  "none",
  "leading-group",
  "bureau",
  "department",
  "district",
  "exchange",
  "auditor",
  "enterprise",
  "research-body",
  "execution-team",
] as const;

export type OrganisationKind = (typeof organisationKinds)[number];

export interface OrganisationRow {
  id: Hex;
  number: number;
  code: string;
  kind: OrganisationKind;
  parent: Hex | null;
  name: Text;
  dataOfficer: Hex;
  suspended: boolean;
  bureau: boolean;
  /** Block of admission. */
  block: number;
  time: number;
}

/** An interval in which a key had these permissions; the last one holds now. Seconds, [from, until). */
export interface KeyInterval {
  permissions: string[];
  from: number;
  until: number;
  block: number;
}

export interface OfficerKeyRow {
  key: Hex;
  organisation: Hex;
  intervals: KeyInterval[];
}

export const organisations = table<OrganisationRow>("organisation");
export const organisationNumbers = table<Hex>("organisation-number");
export const officerKeys = table<OfficerKeyRow>("officer-key");
/** organisation id + key address → the address. */
export const keysOfOrganisation = table<Hex>("organisation-key");
export interface EndpointRow {
  /** Where the organisation's gateway answers others. */
  url: string;
  block: number;
  time: number;
}

/** organisation id → its endpoint; none where it has taken it back. */
export const endpoints = table<EndpointRow>("endpoint");
/** `bureau` → the organisation's id. */
export const offices = table<Hex>("office");
