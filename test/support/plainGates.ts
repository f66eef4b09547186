import {
  type AssessmentView,
  type ClearanceView,
  type ConsentView,
  type EvidenceView,
  type GatesView,
  type OfficerView,
} from "../../src/core/gateViews.ts";
import { type Hex } from "../../src/core/hex.ts";
import { assessmentId, consentId, evidenceId, organisationId } from "../../src/core/ids.ts";

/** What the gates stand on, as plain maps. */
export class PlainGates implements GatesView {
  readonly officers = new Map<Hex, OfficerView>();
  /** organisation + purpose → clearance. */
  readonly clearances = new Map<string, ClearanceView>();
  readonly consents = new Map<Hex, ConsentView>();
  readonly citations = new Map<Hex, Hex[]>();
  readonly assessments = new Map<Hex, AssessmentView>();
  readonly evidences = new Map<Hex, EvidenceView>();

  bureau = () => organisationId("data-bureau");
  officer = (key: Hex) => this.officers.get(key);
  clearance = (organisation: Hex, purpose: number) => this.clearances.get(`${organisation} ${purpose}`);
  consent = (id: Hex) => this.consents.get(id);
  consentsStanding = (dataset: Hex) =>
    [...this.consents.values()].filter((c) => c.dataset === dataset && c.standing === "standing").length;
  citedBy = (version: Hex) => this.citations.get(version) ?? [];
  assessment = (id: Hex) => this.assessments.get(id);
  evidence = (id: Hex) => this.evidences.get(id);

  consented(dataset: { id: Hex; owner: Hex }, label: string, standing = "standing"): ConsentView {
    const id = consentId(dataset.id, label);
    const name = `C${this.consents.size + 1}`;
    const view = { id, name, dataset: dataset.id, owner: dataset.owner, commitment: id, standing };
    this.consents.set(id, view);
    return view;
  }

  assessed(code: string, consumer: string, dataset: Hex): AssessmentView {
    const id = assessmentId(code);
    const of = { consumer: organisationId(consumer), dataset, until: 1_900_000_000 };
    const view = { id, ...of, standing: "standing" };
    this.assessments.set(id, view);
    return view;
  }

  proposed(version: Hex, is: Pick<EvidenceView, "organisation" | "maker" | "state">): EvidenceView {
    const id = evidenceId(version);
    const name = `E${this.evidences.size + 1}`;
    const view = { id, name, version, ...is, approver: null, decision: "waited" };
    this.evidences.set(id, view);
    return view;
  }
}
