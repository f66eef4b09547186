import { type GrantView, type Preparation, type RequestView, type VersionView } from "../../core/action.ts";
import { SuyuanError } from "../../core/errors.ts";
import { type Hex } from "../../core/hex.ts";
import { instant } from "../../core/instant.ts";
import { type Grade, gradeNumber, gradeOf, has } from "../../core/states.ts";
import { purposes } from "../request/tables.ts";
import { CLEARED_FOR_ALL, MAX_OFFICERS } from "./tables.ts";

/** The rules of contracts/Gates.sol, asked early. */

/** A grant about to be issued. */
export interface Proposed {
  request: RequestView;
  /** How the request was named. */
  given: string;
  ceiling: Grade;
  /** Seconds. */
  expires: number;
  onward: boolean;
  officers: Hex[];
  assessment: Hex | undefined;
  /** How the assessment was named. */
  assessed: string | undefined;
}

export function requireOpen(g: Proposed, p: Preparation): void {
  const dataset = p.view.dataset(g.request.dataset);
  const state = dataset?.state ?? 0;
  const about = { field: "request", value: g.given, grant: g.given };
  const needed = Math.max(gradeNumber(gradeOf(state)), gradeNumber(g.ceiling));
  requireCleared(gradeOf(needed), g.request.consumer, g.request.purpose, about, p);
  if (has(state, "personal") && p.view.consentsStanding(g.request.dataset) === 0)
    throw new SuyuanError("LEDGER_CONSENT_MISSING", {
      ...about,
      dataset: dataset?.name ?? g.request.dataset,
    });
  if (needsLeast(state) || g.officers.length > 0) requireLeast(g, p);
  requireAssessed(g, p);
}

/** Core data does, whatever was declared of it. */
export function needsLeast(state: number): boolean {
  return has(state, "least") || gradeOf(state) === "core";
}

function requireCleared(
  grade: Grade,
  consumer: Hex,
  purpose: string | null,
  about: { field: string; value: string; grant: string },
  p: Preparation,
): void {
  if (gradeNumber(grade) <= gradeNumber(CLEARED_FOR_ALL)) return;
  const cleared = clearedFor(consumer, purpose, p.view);
  if (gradeNumber(grade) <= gradeNumber(cleared)) return;
  throw new SuyuanError("LEDGER_CLEARANCE_MISSING", { ...about, grade, cleared });
}

/** The highest grade that it may be granted now: what was set for the purpose, else for any. */
export function clearedFor(
  organisation: Hex,
  purpose: string | null,
  view: Pick<Preparation["view"], "clearance" | "now">,
): Grade {
  for (const of of new Set([purposeNumber(purpose), 0])) {
    const set = view.clearance(organisation, of);
    if (set && (set.until === null || view.now() <= set.until)) return set.grade as Grade;
  }
  return CLEARED_FOR_ALL;
}

/** A code that no list has any more keeps its number: `code-77`. */
function purposeNumber(code: string | null): number {
  if (code === null) return 0;
  const unknown = /^code-(\d+)$/.exec(code);
  return unknown ? Number(unknown[1]) : (purposes as readonly string[]).indexOf(code) + 1;
}

function requireLeast(g: Proposed, p: Preparation): void {
  const { officers, request } = g;
  const refuse = (field: string, value: unknown) =>
    new SuyuanError("LEDGER_LEAST_AUTHORISATION", { field, value, grant: g.given });
  if (request.commitment !== null) throw refuse("request", g.given);
  if (g.onward) throw refuse("onward", true);
  if (officers.length === 0 || officers.length > MAX_OFFICERS) throw refuse("officers", officers.length);
  const now = p.view.now();
  for (const key of officers) {
    const officer = p.view.officer(key);
    const isTheirs = officer?.organisation === request.consumer && now >= officer.from && now < officer.until;
    if (isTheirs) continue;
    const details = { field: "officers", value: key, grant: g.given, officer: key };
    throw new SuyuanError("LEDGER_OFFICER_NOT_OF_CONSUMER", details);
  }
}

function requireAssessed(g: Proposed, p: Preparation): void {
  const about = { field: "assessment", value: g.assessed ?? null, grant: g.given, assessment: g.assessed };
  if (g.assessment !== undefined && !g.request.abroad)
    throw new SuyuanError("LEDGER_ASSESSMENT_NOT_NEEDED", about);
  if (g.assessment === undefined && g.request.abroad)
    throw new SuyuanError("LEDGER_ASSESSMENT_MISSING", about);
  if (g.assessment === undefined) return;
  requireAssessment(
    g.assessment,
    { ...g.request, until: g.expires },
    { ...about, assessment: g.assessed! },
    p,
  );
}

/** It stands for this consumer and dataset until this second. */
function requireAssessment(
  id: Hex,
  of: { consumer: Hex; dataset: Hex; until: number },
  about: { field: string; value: unknown; assessment: string },
  p: Preparation,
): void {
  const found = p.view.assessment(id);
  if (!found) throw new SuyuanError("LEDGER_ASSESSMENT_UNKNOWN", about);
  if (found.consumer !== of.consumer || found.dataset !== of.dataset)
    throw new SuyuanError("LEDGER_ASSESSMENT_OF_OTHER", about);
  if (found.standing === "revoked") throw new SuyuanError("LEDGER_ASSESSMENT_ALREADY_REVOKED", about);
  if (of.until > found.until)
    throw new SuyuanError("LEDGER_ASSESSMENT_EXPIRED", { ...about, until: instant(found.until) });
}

/** A delivery about to be recorded, and how its parts were named. */
export interface Passing {
  grant: GrantView;
  version: VersionView;
  given: { grant: string; version: string; delivery: string };
  /** Passes without clearance and without consent, never against a withdrawn one. */
  emergency: boolean;
}

/** Ordinary data under an ordinary grant asks nothing. */
export function requirePassage({ grant, version, given, emergency }: Passing, p: Preparation): void {
  const purpose = p.view.request(grant.request)?.purpose ?? null;
  const about = { field: "grant", value: given.grant, grant: given.grant };
  const { state } = version;
  if (!emergency) requireCleared(gradeOf(state), grant.consumer, purpose, about, p);
  const ofVersion = { field: "version", value: given.version, version: given.version };
  if (has(state, "personal"))
    requireConsent(version.id, { ...ofVersion, delivery: given.delivery }, emergency, p);
  if (needsLeast(state) && !has(grant.state, "least"))
    throw new SuyuanError("LEDGER_VERSION_NEEDS_LEAST", { ...ofVersion, delivery: given.delivery });
  if (!has(grant.state, "abroad") || grant.assessment === null) return;
  const now = { ...grant, until: p.view.now() };
  requireAssessment(grant.assessment, now, { ...about, assessment: grant.assessment }, p);
}

function requireConsent(
  version: Hex,
  about: { field: string; value: string; version: string; delivery: string },
  emergency: boolean,
  p: Preparation,
): void {
  const cited = p.view.citedBy(version);
  const withdrawn = cited.some((id) => p.view.consent(id)?.standing === "withdrawn");
  if (!withdrawn && (cited.length > 0 || emergency)) return;
  throw new SuyuanError("LEDGER_VERSION_WITHOUT_CONSENT", { ...about, withdrawn });
}
