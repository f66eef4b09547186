import { keccakText } from "../../src/core/hash.ts";
import { type Hex } from "../../src/core/hex.ts";
import { kindOf } from "../../src/core/ids.ts";
import { type Actor, type Answered, type Request } from "./plan.ts";
import { type Random } from "./random.ts";

/** Whom the bureau names for emergencies. */
export const responders = [{ organisation: "beta" }];

/** What alpha supplies, so that beta can ask for it. */
export const supply = [
  { dataset: "alpha/own", sharing: "conditional", terms: "for public tasks", fields: ["a", "b"] },
];

type Made = Record<"filed" | "granted" | "invoked" | "shared", Hex[]> & { delivered: number };

/**
 * One act of the sharing loop: beta asks for alpha's data, the bureau passes it on, alpha grants and delivers,
 * beta reports, or does not and is overdue; or beta gets it at once in an emergency, and answers what alpha
 * recalls. What it builds on may not be indexed yet: then it is refused at
 * once, as a client's would be.
 */
export function loopRequest(seed: number, n: number, random: Random, before: readonly Answered[]): Request {
  const made = madeBy(before);
  const rest = random.chance(0.2) ? "suspend-grant" : "resume-grant";
  const acts = [
    files(n),
    ...(random.chance(0.3) ? [invokes(n)] : []),
    ...pick(random, made.invoked, (grant) => [
      as("beta", n, "report-emergency", { grant, outcome: "used", effect: `of ${n}` }),
    ]),
    ...pick(random, made.filed, (request) => [
      as("data-bureau", n, "pass-request", { request }),
      as("alpha", n, "issue-grant", { request, feedbackHours: random.pick([24, 1 / 3600]) }),
      as("alpha", n, "refuse-request", { request, reason: "other", note: `of ${n}` }),
    ]),
    ...pick(random, made.granted, (grant) => [
      as("alpha", n, rest, { grant, reason: "other", note: `of ${n}` }),
      ...pick(random, made.shared, (version) => [
        as("alpha", n, "deliver", { grant, version, name: `d${n}` }),
        as("alpha", n, "deliver", { grant, version, name: `e${n}` }),
        as("alpha", n, "deliver", { grant, version, name: `f${n}` }),
        { ...as("beta", n, "publish-version", derived(seed, n, version, grant)), into: "own" },
      ]),
    ]),
    ...(random.chance(0.2) ? pick(random, made.shared, (version) => [recalls(n, version)]) : []),
    ...pick(random, numbers(made.delivered), (delivery) => [
      as("beta", n, "report-feedback", { delivery, outcome: "used", final: random.chance(0.7) }),
      as("beta", n, "acknowledge-recall", { delivery, response: "deleted", note: `of ${n}` }),
      as("data-bureau", n, "waive-feedback", { delivery, reason: "other", note: `of ${n}` }),
    ]),
  ];
  return random.pick(acts);
}

function files(n: number): Request {
  const input = { dataset: "alpha/own", purpose: "research", scenario: `of ${n}`, name: `q${n}` };
  return as("beta", n, "file-request", input);
}

function invokes(n: number): Request {
  const input = { dataset: "alpha/own", incident: `i${n}`, scenario: `of ${n}`, fields: ["a"] };
  return as("beta", n, "invoke-emergency", input);
}

function recalls(n: number, version: Hex): Request {
  return as("alpha", n, "recall-version", { version, reason: "other", note: `of ${n}` });
}

function as(actor: Actor, n: number, action: string, input: object): Request {
  return { n, as: actor, action, inputs: [input], into: null };
}

function derived(seed: number, n: number, version: Hex, grant: Hex) {
  const sha256 = keccakText(`derived ${seed} ${n}`);
  const run = { job: "plan", name: `under-${n}` };
  const content = { sha256, sm3: keccakText(`sm3 ${sha256}`), size: n };
  return { dataset: "beta/own", content, parents: [version], under: [grant], run };
}

function madeBy(before: readonly Answered[]): Made {
  const by = (action: string) => before.filter((a) => a.action === action).flatMap((a) => a.makes);
  const shared = before.filter((a) => a.as === "alpha" && a.into === "own").flatMap((a) => a.makes);
  const invoked = by("invoke-emergency")
    .filter((id) => kindOf(id) === "grant")
    .slice(-5);
  const delivered = before.filter((a) => a.action === "deliver" && a.accepted).length;
  return {
    filed: by("file-request").slice(-10),
    granted: [...by("issue-grant").slice(-10), ...invoked],
    invoked,
    shared: shared.slice(-10),
    delivered,
  };
}

/** The last ones; some of them may have been refused, and the numbers of others be theirs. */
function numbers(delivered: number): string[] {
  return Array.from({ length: Math.min(delivered, 10) }, (_, i) => `D${delivered - i}`);
}

function pick<T>(random: Random, from: readonly T[], act: (one: T) => Request[]): Request[] {
  return from.length === 0 ? [] : act(random.pick(from));
}
