import type { z } from "zod";
import { type GatesView } from "./gateViews.ts";
import { type Hex } from "./hex.ts";
import { type Permission } from "./permissions.ts";
import { type Text } from "./text.ts";

/** Who may do it: an officer with a permission (or with the other one), the council's members, or anyone with a key. */
export type By = { officer: Permission; or?: Permission } | "council" | "anyone";

/**
 * What an action may look up while it is prepared: the index, and the things that open operations will make.
 * `undefined` means that there is no such thing.
 */
export interface LedgerView extends GatesView {
  organisation(id: Hex): OrganisationView | undefined;
  organisationOfKey(key: Hex): OrganisationView | undefined;
  dataset(id: Hex): DatasetView | undefined;
  version(id: Hex): VersionView | undefined;
  /** The version with this number (from 1) in its dataset; the latest when there is no number. */
  versionNumber(dataset: Hex, number: number | undefined): Hex | undefined;
  supply(dataset: Hex): SupplyView | undefined;
  /** The item's revision that a request was made on. */
  supplyAt(dataset: Hex, revision: number): SupplyView | undefined;
  request(id: Hex): RequestView | undefined;
  grant(id: Hex): GrantView | undefined;
  delivery(id: Hex): DeliveryView | undefined;
  /** The thing of this kind with this number, from 1 in chain order. */
  numbered(kind: Numbered, number: number): Hex | undefined;
  /** Where an organisation's gateway answers others. */
  endpointOf(organisation: Hex): string | undefined;
  /** How many of an organisation's deliveries and emergencies are overdue and not settled. */
  overdueOf(organisation: Hex): number;
  /** By its grant. */
  emergency(grant: Hex): EmergencyView | undefined;
  isResponder(organisation: Hex): boolean;
  /** Whether an unjustified emergency has closed this officer's lane. */
  isLaneClosed(officer: Hex): boolean;
  /** Of deliveries under a grant. */
  promise(grant: Hex): PromiseView | undefined;
  /** What the delivery's consumer said last of a recall. */
  responseTo(delivery: Hex): string | undefined;
  /** Seconds: the time the next block will have, as far as that can be known. */
  now(): number;
  exists(id: Hex): boolean;
  /** On the ledger, not only to be made: an identical open operation is joined, so it is no obstacle. */
  recorded(id: Hex): boolean;
}

/** What people name by a letter and a number. */
export type Numbered = "request" | "grant" | "delivery" | "consent" | "evidence";

export interface OrganisationView {
  id: Hex;
  code: string;
}

export interface DatasetView {
  id: Hex;
  /** `owner/code`, once it is on the ledger. */
  name?: string;
  owner: Hex;
  state: number;
}

export interface VersionView {
  id: Hex;
  dataset: Hex;
  state: number;
  content: Hex;
  run: Hex;
  parents: Hex[];
  under: Hex[];
}

export interface SupplyView {
  provider: Hex;
  revision: number;
  sharing: "unconditional" | "conditional" | "not-shared";
  cadence: string;
  fields: string[];
}

export interface RequestView {
  id: Hex;
  consumer: Hex;
  provider: Hex;
  dataset: Hex;
  stage: string;
  revision: number;
  /** Bit i asks for field i of the supply item's revision; decimal. */
  mask: string;
  /** Days. */
  duration: number;
  onward: boolean;
  /** A recipient abroad will see the data. */
  abroad: boolean;
  /** `null` when it was asked in confidence. */
  purpose: string | null;
  /** To what was asked in confidence. */
  commitment: Hex | null;
  wasReturned: boolean;
  /** Seconds; `null` when no clock runs. */
  deadline: number | null;
  /** The grant in force or the last one. */
  grant: Hex | null;
}

export interface GrantView {
  id: Hex;
  request: Hex;
  consumer: Hex;
  provider: Hex;
  dataset: Hex;
  standing: string;
  ceiling: string;
  /** Seconds. */
  expires: number;
  /** Seconds for feedback after a delivery; 0 in an emergency, where none is waited for. */
  window: number;
  onward: boolean;
  state: number;
  /** The only keys that may receive and use the data; none when any officer of the consumer may. */
  officers: readonly Hex[];
  assessment: Hex | null;
}

export interface EmergencyView {
  /** Its grant. */
  id: Hex;
  consumer: Hex;
  officer: Hex;
  told: string;
  found: string;
  /** Seconds. */
  due: number;
  reviewDue: number;
  /** That the review is late is on record. */
  reviewLate: boolean;
}

export interface PromiseView {
  /** Seconds; `null` when none is waited for. */
  due: number | null;
}

export interface DeliveryView {
  id: Hex;
  grant: Hex;
  version: Hex;
  name: string;
  consumer: Hex;
  provider: Hex;
  standing: string;
  received: boolean;
  asked: boolean;
  /** Seconds; 0 when no feedback is waited for. */
  due: number;
}

/** What a grant would let somebody reach, whoever refuses it. */
export interface Exposing {
  consumer: Hex;
  dataset: Hex;
  /** The highest grade; `null` for whatever the dataset has. */
  ceiling: string | null;
  onward: boolean;
}

/** Something an element will bring into being, so that what builds on it can be prepared and will wait. */
export interface Made {
  id: Hex;
  dataset?: DatasetView;
  version?: VersionView;
}

export interface Content {
  sha256: Hex;
  sm3: Hex;
  /** Bytes. */
  size: number;
}

/** Who is acting, through which view of the ledger, and who keeps salts. */
export interface Preparation {
  key: Hex;
  view: LedgerView;
  /** Salted commitments of a content; the same content of the same dataset gets the same ones. */
  commit(dataset: Hex, content: Content): { sha256: Hex; sm3: Hex };
  /** The content that a commitment opens to, where what opens it is kept here. */
  opened(commitment: Hex): Content | undefined;
  /** A salted commitment to a text; the same text of the same scope gets the same one. */
  commitText(scope: Hex, text: string): Hex;
  /** The text that a commitment opens to, likewise. */
  openedText(commitment: Hex): string | undefined;
}

/**
 * One governance action, as plain data. Route, OpenAPI, CLI, SDK, form, calldata and access follow from it.
 * `I` is what a person gives; `E` is one element of the contract verb's array, complete: encoding an element
 * needs nothing else, so an accepted action means the same whenever it is sent. `In` is `I` before defaults
 * are filled in, and `N` the name itself, for the typed client.
 */
export interface Action<I = unknown, E = unknown, In = unknown, N extends string = string> {
  name: N;
  summary: Text;
  by: By;
  input: z.ZodType<I, In>;
  /** `Contract.verb`. */
  calls: `${string}.${string}`;
  /** The fact that each element leaves. */
  leaves: string;
  prepare(input: I, p: Preparation): E;
  /** The verb's arguments, by the names in the ABI. */
  args(step: bigint, elements: E[]): Record<string, unknown>;
  /** Identical open operations join under this. */
  key(element: E): string;
  /** Elements share a batch only when this is equal. */
  together?(element: E): string;
  makes?(element: E): Made[];
  /** Ids it builds on. */
  names?(element: E): Hex[];
  /** Who would get to data by it; nothing when the input does not say, or names what is not there. */
  exposes?(input: I, p: Pick<Preparation, "key" | "view">): Exposing | undefined;
}

export function action<I, E, In, const N extends string>(
  definition: Action<I, E, In, N>,
): Action<I, E, In, N> {
  return definition;
}
