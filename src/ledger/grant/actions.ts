import { z } from "zod";
import {
  action,
  type Action,
  type GrantView,
  type Preparation,
  type RequestView,
} from "../../core/action.ts";
import { SuyuanError } from "../../core/errors.ts";
import { type Hex, ZERO32 } from "../../core/hex.ts";
import { grantId } from "../../core/ids.ts";
import { instant } from "../../core/instant.ts";
import { gradeNumber, gradeOf } from "../../core/states.ts";
import { type Text } from "../../core/text.ts";
import { requireOpen } from "../gate/requiring.ts";
import { MAX_OFFICERS } from "../gate/tables.ts";
import {
  actor,
  address,
  assessmentReference,
  grade,
  grantReference,
  line,
  requestReference,
  seconds,
  toAssessment,
  toNumbered,
} from "../inputs.ts";
import { openingMissing } from "../opening/missing.ts";
import { requestView } from "../request/actions.ts";
import { requireSound } from "../request/document.ts";
import { grantReasons } from "./tables.ts";

const DAY = 86_400;
/** A block may be stamped by another clock. */
const SKEW_S = 60;

const terms = z.strictObject({
  request: requestReference(),
  fields: z
    .array(line(60).min(1))
    .min(1)
    .max(256)
    .optional()
    .describe("No more than were requested. Left out, all of these."),
  ceiling: grade()
    .optional()
    .describe("The highest grade of a version that may be delivered. Left out, the dataset's."),
  expires: seconds()
    .optional()
    .describe("The last second in which it holds. Left out, the end of what was requested."),
  feedbackHours: z
    .number()
    .positive()
    .max(366 * 24)
    .default(24)
    .describe("Hours after a delivery within which its use is reported."),
  onward: z.boolean().optional().describe("Left out, as requested; with named officers, not."),
  promised: z
    .boolean()
    .default(false)
    .describe(
      "Deliveries are promised as often as the supply item says; one that does not come is on record.",
    ),
  officers: z
    .array(address())
    .max(MAX_OFFICERS)
    .default([])
    .describe(
      "The consumer's keys that alone may receive and use it; data of least authorisation needs them.",
    ),
  assessment: assessmentReference()
    .optional()
    .describe("Under which the data may go abroad; needed where that was asked for."),
  responsibilities: line(300).default("").describe("What the consumer answers for."),
  amends: grantReference().optional().describe("The live grant that these terms take the place of."),
});
type Terms = z.infer<typeof terms>;

export const issueGrant = action({
  name: "issue-grant",
  summary: {
    zh: "同意申请并给予授权，或以新条款替换授权。",
    en: "Grant a request, or put new terms in the place of a live grant.",
  },
  by: { officer: "share" },
  input: terms,
  calls: "Grants.issue",
  leaves: "GrantIssued",
  prepare(i, p) {
    const request = requestView(i.request, p);
    requireProvider(request, i, p);
    const amends = i.amends === undefined ? ZERO32 : amended(i.amends, request, p);
    requirePromisable(i, request, p);
    const open = amends !== ZERO32 || ["decision", "directed"].includes(request.stage);
    if (!open) {
      const details = { field: "request", value: i.request, request: i.request, stage: request.stage };
      throw new SuyuanError("LEDGER_STAGE_NOT_VALID", details);
    }
    const overdue = p.view.overdueOf(request.consumer);
    if (overdue > 0) {
      const consumer = p.view.organisation(request.consumer)?.code ?? request.consumer;
      const details = { field: "request", value: i.request, consumer, count: overdue };
      throw new SuyuanError("LEDGER_CONSUMER_OVERDUE", details);
    }
    const latest = p.view.now() + request.duration * DAY;
    if (i.expires !== undefined && (i.expires > latest || i.expires < p.view.now())) {
      const details = {
        field: "expires",
        value: i.expires,
        grant: i.request,
        expires: instant(i.expires),
        latest: instant(latest),
      };
      throw new SuyuanError("LEDGER_EXPIRY_NOT_VALID", details);
    }
    if (i.onward && !request.onward)
      throw new SuyuanError("LEDGER_ONWARD_NOT_REQUESTED", {
        field: "onward",
        value: true,
        grant: i.request,
      });
    const offer = {
      ceiling: i.ceiling ?? gradeOf(p.view.dataset(request.dataset)?.state ?? 0),
      expires: i.expires ?? latest - SKEW_S,
      onward: onwardOf(i, request),
      officers: [...new Set(i.officers)],
      assessment: i.assessment === undefined ? undefined : toAssessment(i.assessment),
    };
    const fields = maskOf(i, request, p).toString();
    requireOpen({ ...offer, request, given: i.request, assessed: i.assessment }, p);
    return {
      id: grantId(request.id, amends),
      request: request.id,
      amends,
      fields,
      ceiling: gradeNumber(offer.ceiling),
      expires: offer.expires,
      window: Math.max(1, Math.round(i.feedbackHours * 3600)),
      onward: offer.onward,
      promised: i.promised,
      assessment: offer.assessment ?? ZERO32,
      officers: offer.officers,
      responsibilities: i.responsibilities,
    };
  },
  args: (step, issues) => ({ step, issues }),
  key: (e) => e.id,
  makes: (e) => [{ id: e.id }],
  names: (e) => [e.request, ...[e.amends, e.assessment].filter((id) => id !== ZERO32)],
  exposes(i, { view }) {
    const request = view.request(toNumbered("request", i.request, view, "request"));
    if (!request) return undefined;
    const { consumer, dataset } = request;
    const ceiling = i.ceiling ?? gradeOf(view.dataset(dataset)?.state ?? 0);
    return { consumer, dataset, ceiling, onward: onwardOf(i, request) };
  },
});

/** Named officers do not share onward. */
function onwardOf(i: Terms, request: RequestView): boolean {
  return i.onward ?? (request.onward && i.officers.length === 0);
}

function requireProvider(request: RequestView, i: Terms, p: Preparation): void {
  if (actor(p).id === request.provider) return;
  const provider = p.view.organisation(request.provider)?.code ?? request.provider;
  const details = { field: "request", value: i.request, request: i.request, provider };
  throw new SuyuanError("LEDGER_REQUEST_NOT_YOURS", details);
}

function amended(reference: string, request: RequestView, p: Preparation): Hex {
  const old = grantView(reference, p, "amends");
  const about = { field: "amends", value: reference, grant: reference };
  if (old.request !== request.id)
    throw new SuyuanError("LEDGER_AMENDS_OTHER_REQUEST", { ...about, amends: reference });
  if (old.window === 0) throw new SuyuanError("LEDGER_AMENDS_EMERGENCY", { ...about, amends: reference });
  requireLive(old, about);
  return old.id;
}

function requirePromisable(i: Terms, request: RequestView, p: Preparation): void {
  const cadence = p.view.supply(request.dataset)?.cadence ?? "none";
  if (!i.promised || cadence !== "none") return;
  const details = { field: "promised", value: true, grant: i.request, cadence };
  throw new SuyuanError("LEDGER_CADENCE_NOT_PROMISABLE", details);
}

/** What was asked in confidence is granted as it was asked or not at all: the chain cannot tell how much it is. */
function requireRead(i: Terms, request: RequestView, commitment: Hex, p: Preparation): void {
  const text = p.openedText(commitment);
  if (text === undefined) throw openingMissing("request", i.request, request.consumer, p);
  const supplied = p.view.supplyAt(request.dataset, request.revision)?.fields ?? [];
  requireSound(text, request, supplied, i.request);
  if (i.fields === undefined) return;
  const reason = "are in the request's commitment: leave them out to grant what was asked, or refuse it";
  throw new SuyuanError("INPUT_NOT_VALID", { field: "fields", value: i.fields.length, reason });
}

function maskOf(i: Terms, request: RequestView, p: Preparation): bigint {
  if (request.commitment !== null) requireRead(i, request, request.commitment, p);
  const requested = BigInt(request.mask);
  if (i.fields === undefined) return requested;
  const names = p.view.supplyAt(request.dataset, request.revision)?.fields ?? [];
  return i.fields.reduce((mask, field) => {
    const bit = 1n << BigInt(Math.max(0, names.indexOf(field)));
    if (names.includes(field) && (requested & bit) !== 0n) return mask | bit;
    const asked = names.filter((_, at) => (requested >> BigInt(at)) & 1n).join(", ");
    const reason = `was not requested; ${i.request} asks for ${asked}`;
    throw new SuyuanError("INPUT_NOT_VALID", { field: "fields", value: field, reason });
  }, 0n);
}

export function grantView(reference: string, { view }: Preparation, field = "grant"): GrantView {
  const found = view.grant(toNumbered("grant", reference, view, field));
  if (!found) throw new SuyuanError("THING_UNKNOWN", { field, value: reference });
  return found;
}

type Named = {
  field: string;
  value: string;
  grant: string;
};

function requireLive(grant: GrantView, about: Named): void {
  if (["live", "suspended"].includes(grant.standing)) return;
  throw new SuyuanError("LEDGER_GRANT_ENDED", about);
}

interface Step {
  grant: Hex;
  reason: number;
  note: string;
}

function step<const N extends string>(s: {
  name: N;
  summary: Text;
  by: "share" | "use";
  verb: string;
  leaves: string;
}) {
  return action({
    name: s.name,
    summary: s.summary,
    by: { officer: s.by },
    input: z.strictObject({
      grant: grantReference(),
      reason: z.enum(grantReasons),
      note: line(300).default(""),
    }),
    calls: `Grants.${s.verb}`,
    leaves: s.leaves,
    prepare(i, p): Step {
      const grant = grantView(i.grant, p);
      const about = { field: "grant", value: i.grant, grant: i.grant };
      const { id, code } = actor(p);
      if (id !== grant[s.by === "share" ? "provider" : "consumer"])
        throw new SuyuanError("LEDGER_GRANT_NOT_YOURS", { ...about, organisation: code });
      requireLive(grant, about);
      if (s.verb === "suspend" && grant.standing === "suspended")
        throw new SuyuanError("LEDGER_GRANT_SUSPENDED_ALREADY", about);
      if (s.verb === "resume" && grant.standing !== "suspended")
        throw new SuyuanError("LEDGER_GRANT_NOT_SUSPENDED", about);
      return { grant: grant.id, reason: grantReasons.indexOf(i.reason) + 1, note: i.note };
    },
    args: (step, steps) => ({ step, steps }),
    key: (e) => `${e.grant} ${e.reason} ${e.note}`,
    names: (e) => [e.grant],
  });
}

export const suspendGrant = step({
  name: "suspend-grant",
  summary: { zh: "暂停授权：暂不交付、不得新用。", en: "Suspend a grant: no delivery, no new use." },
  by: "share",
  verb: "suspend",
  leaves: "GrantSuspended",
});

export const resumeGrant = step({
  name: "resume-grant",
  summary: { zh: "恢复被暂停的授权。", en: "Let a suspended grant hold again." },
  by: "share",
  verb: "resume",
  leaves: "GrantResumed",
});

export const revokeGrant = step({
  name: "revoke-grant",
  summary: { zh: "提前撤销授权。", en: "End a grant before its time, as its provider." },
  by: "share",
  verb: "revoke",
  leaves: "GrantRevoked",
});

export const terminateGrant = step({
  name: "terminate-grant",
  summary: { zh: "放弃不再需要的授权。", en: "Give a grant up, as its consumer." },
  by: "use",
  verb: "terminate",
  leaves: "GrantTerminated",
});

export const grantActions = [
  issueGrant,
  suspendGrant,
  resumeGrant,
  revokeGrant,
  terminateGrant,
] as unknown as Action[];
