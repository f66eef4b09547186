import { keccakText } from "../../src/core/hash.ts";
import { type Hex } from "../../src/core/hex.ts";
import { loopRequest, responders, supply } from "./loopPlan.ts";
import { Random } from "./random.ts";

/** Who acts, by key name. */
export type Actor = "data-bureau" | "alpha" | "beta";

/** One request of a client. What it names was made by requests before it. */
export interface Request {
  n: number;
  as: Actor;
  action: string;
  inputs: unknown[];
  /** The dataset it publishes into. */
  into: string | null;
}

/** A request that was answered, and the ids it made; none when it was refused at once. */
export interface Answered {
  n: number;
  as: Actor;
  action: string;
  into: string | null;
  makes: Hex[];
  /** False when it was refused at once. */
  accepted: boolean;
}

export const departments = ["alpha", "beta"].map((code) => ({
  code,
  kind: "department",
  name: { zh: `部门 ${code}`, en: `Department ${code}` },
}));

const name = { zh: "名", en: "name" };
const dataset = (code: string, sharing: string, personal = false) => ({
  code,
  domain: "weather",
  name,
  sharing,
  personal,
});

const first: [Actor, string, unknown[]][] = [
  ["data-bureau", "register-domain", [{ code: "weather", name }]],
  [
    "alpha",
    "register-dataset",
    [dataset("open", "unconditional"), dataset("own", "conditional"), dataset("people", "conditional", true)],
  ],
  ["beta", "register-dataset", [dataset("open", "unconditional"), dataset("own", "conditional")]],
  ["alpha", "list-supply", supply],
  ["data-bureau", "name-responder", responders],
];

/**
 * Request n of the plan with this seed. The same n gives the same request as long as the requests before it
 * made the same, whichever process asks: a client that lost its answer asks again.
 */
export function requestOf(seed: number, n: number, before: readonly Answered[]): Request {
  const opening = first[n];
  if (opening) return { n, as: opening[0], action: opening[1], inputs: opening[2], into: null };
  const random = new Random(seed + n * 7919);
  if (random.chance(0.35)) return loopRequest(seed, n, random, before);
  const as = random.pick(["alpha", "beta"] as const);
  const dice = random.next();
  const recent = before.slice(-LOOK_BACK).filter((a) => a.into !== null);
  const own = recent.filter((a) => a.as === as).flatMap((a) => a.makes);
  // Refused by the contract only, and right behind another act of the lane, so that a batch on its way
  // reverts and is taken back.
  const last = before.at(-1);
  if (dice < 0.15 && last?.into) {
    const as = last.as;
    const inputs = [dataset(`new-${n}`, "conditional"), dataset("open", "unconditional")];
    return { n, as, action: "register-dataset", inputs, into: null };
  }
  if (dice < 0.2 && own.length > 0) {
    const action = random.pick(["withdraw-version", "recall-version"]);
    const inputs = [{ version: random.pick(own), reason: "other", note: `of ${n}` }];
    return { n, as, action, inputs, into: null };
  }
  const open = recent.filter((a) => a.as !== as && a.into === "open").flatMap((a) => a.makes);
  const into = random.pick(as === "alpha" ? ["open", "own", "people"] : ["open", "own"]);
  const inputs = Array.from({ length: 1 + random.below(6) }, (_, i) => ({
    dataset: `${as}/${into}`,
    content: content(seed, n, i),
    parents: random.chance(0.3) ? [] : [...some(random, own), ...some(random, open)],
    run: { job: "plan", name: `run-${n}-${i}` },
  }));
  return { n, as, action: "publish-version", inputs, into };
}

const LOOK_BACK = 40;

function content(seed: number, n: number, i: number) {
  const sha256 = keccakText(`content ${seed} ${n} ${i}`);
  return { sha256, sm3: keccakText(`sm3 ${sha256}`), size: n + i };
}

function some(random: Random, ids: Hex[]): Hex[] {
  return ids.length === 0 ? [] : [random.pick(ids)];
}
