import { type Hex } from "./hex.ts";

/** What the gates stand on, as an action may look it up while it is prepared. */
export interface GatesView {
  /** The organisation in office as the bureau. */
  bureau(): Hex | undefined;
  officer(key: Hex): OfficerView | undefined;
  /** What was set last for exactly this purpose (0: any that has none of its own), in force or not. */
  clearance(organisation: Hex, purpose: number): ClearanceView | undefined;
  consent(id: Hex): ConsentView | undefined;
  /** How many of a dataset's consents stand. */
  consentsStanding(dataset: Hex): number;
  /** The consents that a version cites, oldest citation first. */
  citedBy(version: Hex): readonly Hex[];
  assessment(id: Hex): AssessmentView | undefined;
  evidence(id: Hex): EvidenceView | undefined;
}

/** Seconds: [from, until). */
export interface OfficerView {
  organisation: Hex;
  from: number;
  until: number;
}

export interface ClearanceView {
  grade: string;
  /** The last second in which it holds; `null` when it holds until it is set anew. */
  until: number | null;
}

export interface ConsentView {
  id: Hex;
  /** `C7` */
  name: string;
  dataset: Hex;
  owner: Hex;
  commitment: Hex;
  standing: string;
}

export interface AssessmentView {
  id: Hex;
  consumer: Hex;
  dataset: Hex;
  /** The last second in which it holds. */
  until: number;
  standing: string;
}

export interface EvidenceView {
  id: Hex;
  /** `E3` */
  name: string;
  version: Hex;
  organisation: Hex;
  /** The officer's key. */
  maker: Hex;
  approver: Hex | null;
  /** Grade, personal and least, as bits. */
  state: number;
  decision: string;
}
