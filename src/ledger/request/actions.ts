import { z } from "zod";
import { action, type Action, type By, type Preparation, type RequestView } from "../../core/action.ts";
import { SuyuanError } from "../../core/errors.ts";
import { type Hex } from "../../core/hex.ts";
import { instant } from "../../core/instant.ts";
import { type Text } from "../../core/text.ts";
import { actor, line, requestReference, toNumbered } from "../inputs.ts";
import { fileRequest } from "./file.ts";
import { answers, requestReasons, type Stage } from "./tables.ts";

interface Step {
  request: Hex;
  reason: number;
  note: string;
}

interface StepOf {
  name: string;
  summary: Text;
  by: By;
  calls: `Requests.${string}`;
  leaves: string;
  /** Stages it may be done in; else the early check refuses it, as the contract would. */
  in: readonly Stage[];
  /** And in these while the consumer owes feedback. */
  whileOwing?: readonly Stage[];
  /** And in these once their deadline passed. */
  whenLate?: readonly Stage[];
  /** Whose it is. */
  party?: "consumer" | "provider";
  /** A reason is due. */
  reasoned?: boolean;
}

const plain = z.strictObject({ request: requestReference(), note: line(300).default("") });
const reasoned = plain.extend({ reason: z.enum(requestReasons) });

/** A step of a request: one verb of Requests, which all take the same. */
function step<const N extends string>(s: StepOf & { name: N }) {
  return action({
    name: s.name,
    summary: s.summary,
    by: s.by,
    input: s.reasoned ? reasoned : plain,
    calls: s.calls,
    leaves: s.leaves,
    prepare(i: z.infer<typeof plain> & { reason?: (typeof requestReasons)[number] }, p): Step {
      const view = requestView(i.request, p);
      requireParty(s, view, i.request, p);
      requireStage(s, view, i.request, p);
      const reason = i.reason === undefined ? 0 : requestReasons.indexOf(i.reason) + 1;
      return { request: view.id, reason, note: i.note };
    },
    args: (step, steps) => ({ step, steps }),
    key: (e) => `${e.request} ${e.reason} ${e.note}`,
    names: (e) => [e.request],
  });
}

export function requestView(reference: string, { view }: Preparation): RequestView {
  const found = view.request(toNumbered("request", reference, view, "request"));
  if (!found) throw new SuyuanError("THING_UNKNOWN", { field: "request", value: reference });
  return found;
}

function requireParty(s: StepOf, view: RequestView, given: string, p: Preparation): void {
  if (s.party === undefined) return;
  const { id, code } = actor(p);
  if (id === view[s.party]) return;
  const details = { field: "request", value: given, request: given, organisation: code };
  throw new SuyuanError("LEDGER_NOT_YOUR_TURN", details);
}

function requireStage(s: StepOf, view: RequestView, request: string, p: Preparation): void {
  const stage = view.stage as Stage;
  if (s.in.includes(stage)) return;
  if (s.whileOwing?.includes(stage) && p.view.overdueOf(view.consumer) > 0) return;
  const isLate = view.deadline !== null && p.view.now() > view.deadline;
  if (s.whenLate?.includes(stage) && isLate) return;
  throw new SuyuanError("LEDGER_STAGE_NOT_VALID", { field: "request", value: request, request, stage });
}

export const passRequest = step({
  name: "pass-request",
  summary: { zh: "审核通过申请，转交提供方。", en: "Hand a request on to its provider, after review." },
  by: { officer: "supervise" },
  calls: "Requests.pass",
  leaves: "RequestPassed",
  in: ["review"],
});

export const returnRequest = step({
  name: "return-request",
  summary: {
    zh: "退回申请，请申请方补正（仅一次，时限暂停）。",
    en: "Return a request for completion, once; its clock stands still.",
  },
  by: { officer: "supervise", or: "share" },
  calls: "Requests.sendBack",
  leaves: "RequestReturned",
  in: ["review", "decision"],
  whileOwing: ["directed"],
  reasoned: true,
});

export const completeRequest = step({
  name: "complete-request",
  summary: { zh: "补正后再次提交申请。", en: "Hand a completed request in again." },
  by: { officer: "use" },
  calls: "Requests.complete",
  leaves: "RequestCompleted",
  in: ["returned"],
  party: "consumer",
});

export const rejectRequest = step({
  name: "reject-request",
  summary: { zh: "审核不予受理申请。", en: "Reject a request in review." },
  by: { officer: "supervise" },
  calls: "Requests.reject",
  leaves: "RequestRejected",
  in: ["review"],
  reasoned: true,
});

export const refuseRequest = step({
  name: "refuse-request",
  summary: { zh: "不同意共享，并说明理由。", en: "Refuse a request, with the reason." },
  by: { officer: "share" },
  calls: "Requests.refuse",
  leaves: "RequestRefused",
  in: ["decision"],
  party: "provider",
  reasoned: true,
});

export const askMediation = step({
  name: "ask-mediation",
  summary: {
    zh: "对不同意或逾期未答复的申请，请大数据局协调。",
    en: "Ask the bureau to mediate, after a refusal or when the answer is late.",
  },
  by: { officer: "use" },
  calls: "Requests.askMediation",
  leaves: "MediationAsked",
  in: ["refused"],
  whenLate: ["decision"],
  party: "consumer",
});

export const directGrant = step({
  name: "direct-grant",
  summary: { zh: "协调结果：应予共享。", en: "Decide a mediation for the consumer: a grant is owed." },
  by: { officer: "supervise" },
  calls: "Requests.direct",
  leaves: "GrantDirected",
  in: ["mediation"],
});

export const upholdRefusal = step({
  name: "uphold-refusal",
  summary: { zh: "协调结果：维持不同意。", en: "Decide a mediation for the provider." },
  by: { officer: "supervise" },
  calls: "Requests.uphold",
  leaves: "RefusalUpheld",
  in: ["mediation"],
  reasoned: true,
});

export const withdrawRequest = step({
  name: "withdraw-request",
  summary: { zh: "撤回自己的申请。", en: "Take one's request back." },
  by: { officer: "use" },
  calls: "Requests.withdraw",
  leaves: "RequestWithdrawn",
  in: ["review", "decision", "returned", "refused", "mediation", "directed"],
  party: "consumer",
});

export const recordLateAnswer = action({
  name: "record-late-answer",
  summary: {
    zh: "记录某申请到期未答复（任何人可做）。",
    en: "Record that a request was not answered in time (anyone may).",
  },
  by: "anyone",
  input: z.strictObject({ request: requestReference() }),
  calls: "Requests.recordLateAnswers",
  leaves: "AnswerLate",
  prepare(i, p) {
    const { id, stage, deadline } = requestView(i.request, p);
    const isLate = answers[stage as Stage] && deadline !== null && p.view.now() > deadline;
    if (!isLate)
      throw new SuyuanError("LEDGER_ANSWER_NOT_LATE", {
        field: "request",
        value: i.request,
        request: i.request,
        deadline: instant(deadline),
      });
    return { request: id };
  },
  args: (_, requests) => ({ requests: requests.map((r) => r.request) }),
  key: (e) => e.request,
  names: (e) => [e.request],
});

export const requestActions = [
  fileRequest,
  passRequest,
  returnRequest,
  completeRequest,
  rejectRequest,
  refuseRequest,
  askMediation,
  directGrant,
  upholdRefusal,
  withdrawRequest,
  recordLateAnswer,
] as unknown as Action[];
