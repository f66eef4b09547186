import { type Action } from "../core/action.ts";
import { SuyuanError } from "../core/errors.ts";
import { instant } from "../core/instant.ts";
import { officerKeys } from "../ledger/agent/tables.ts";
import { codeOf } from "../ledger/dataset/answers.ts";
import { type Exposure } from "../ledger/exposure/answer.ts";
import { exposureOf } from "../ledger/exposure/exposure.ts";
import { parse } from "../outbox/desk.ts";
import { type Outcome, rehearse } from "../outbox/rehearsal.ts";
import { may, type Principal } from "./access.ts";
import { type DryRunAnswer, type DryRunItem } from "./dryRunAnswer.ts";
import { inputsOf } from "./inputs.ts";
import { checkOfficer, type Officer } from "./officers.ts";
import { PROBLEM_JSON, problemOf, retryAfter } from "./problem.ts";
import { readerOf, sourcesFor } from "./readers.ts";
import { type Answer, type Call } from "./route.ts";
import { type Served } from "./served.ts";
import { wouldBe } from "./wouldBe.ts";

type Asked = Pick<Call, "body" | "principal" | "language" | "reference">;

/** Different ones in one answer; a batch that would expose more is told of these. */
const MOST_EXPOSURES = 20;

/**
 * Does an action in all but deed: the early checks, the contracts' own word, and what the index would make of it.
 * A single one that would be refused answers with its problem, marked as a dry run; whoever is refused may still
 * read whom it would have exposed.
 */
export async function tryAction(s: Served, action: Action, officer: Officer, asked: Asked): Promise<Answer> {
  let exposures: (Exposure | null)[] = [];
  try {
    const inputs = inputsOf(asked.body);
    exposures = await exposuresOf(s, action, officer, inputs, asked.principal);
    const body = await dryRun(s, action, officer, inputs, asked, exposures);
    return { status: 200, body };
  } catch (error) {
    // What may pass by itself, or is nobody's rule, says nothing of the action.
    if (!(error instanceof SuyuanError) || retryAfter(error) !== undefined) throw error;
    return refusalOf(error, asked, exposures.length === 1 ? exposures[0]! : null);
  }
}

function refusalOf(error: SuyuanError, { language, reference }: Asked, exposure: Exposure | null): Answer {
  const problem = {
    ...problemOf(error, language, reference),
    dryRun: true,
    ...(exposure ? { exposure } : {}),
  };
  return { status: error.row.status, type: PROBLEM_JSON, body: JSON.stringify(problem) };
}

async function dryRun(
  s: Served,
  action: Action,
  officer: Officer,
  inputs: unknown[],
  { principal, language }: Asked,
  exposures: (Exposure | null)[],
): Promise<DryRunAnswer> {
  const { desk, index, outbox, port, contracts: directory } = s.gateway;
  const { address: key } = officer;
  checkOfficer(index.rows, key, action.by, s.now());
  const { elements, salted } = desk.pretend(action, key, inputs);
  const stage = { outbox, port, index, directory, now: () => s.now() };
  const rehearsed = await rehearse(action, key, elements, stage);
  const [only] = rehearsed.outcomes;
  if (inputs.length === 1 && only?.is === "refused") throw only.error;
  const told = await wouldBe(action, elements, rehearsed, s, readerOf(s, principal));
  const organisation = index.rows.get(officerKeys, key)?.organisation;
  const { head, time, ahead, outcomes } = rehearsed;
  return {
    dryRun: true,
    action: action.name,
    key,
    organisation: organisation === undefined ? null : codeOf(index.rows, organisation),
    asOf: { block: head.number, time: instant(time), ahead },
    salted,
    items: outcomes.map((outcome, i) => ({
      input: parse(action, inputs[i]),
      ...told[i]!,
      ...outcomeOf(outcome, told[i]!.facts.length > 0),
      makes: (action.makes?.(elements[i]) ?? []).map(({ id }) => id),
      ...(outcome.is === "refused" ? { error: problemOf(outcome.error, language) } : {}),
      exposure: exposures[i]!,
    })),
  };
}

type Became = Pick<DryRunItem, "outcome" | "operations" | "items"> & Partial<Pick<DryRunItem, "facts">>;

function outcomeOf(outcome: Outcome, leaves: boolean): Became {
  const nothing = { operations: [], items: [] };
  switch (outcome.is) {
    case "recorded":
      return { ...nothing, outcome: leaves ? "would-record" : "nothing" };
    case "joins":
      return { ...nothing, outcome: "joins", operations: [outcome.operation.id] };
    case "waits":
      return { outcome: "waits", operations: outcome.operations.map((o) => o.id), items: outcome.items };
    case "refused":
    case "untried":
      return { ...nothing, outcome: outcome.is, facts: [] };
    default:
      return outcome satisfies never;
  }
}

/** Told to whoever may read the ledger; every part of it is also in answers to queries. */
async function exposuresOf(
  s: Served,
  action: Action,
  { address: key }: Officer,
  inputs: unknown[],
  principal: Principal,
): Promise<(Exposure | null)[]> {
  if (!action.exposes || !may(principal, "read")) return inputs.map(() => null);
  const sources = sourcesFor(s, principal);
  const known = new Map<string, Exposure | null>();
  const found: (Exposure | null)[] = [];
  for (const input of inputs) {
    const exposing = attempt(() => action.exposes!(parse(action, input), { key, view: sources.view }));
    const name = JSON.stringify(exposing);
    if (exposing && !known.has(name) && known.size < MOST_EXPOSURES)
      known.set(name, await exposureOf(exposing, sources));
    found.push(known.get(name) ?? null);
  }
  return found;
}

/** What names nothing that is there is refused in its turn, with better words. */
function attempt<T>(find: () => T): T | undefined {
  try {
    return find();
  } catch (error) {
    if (error instanceof SuyuanError) return undefined;
    throw error;
  }
}
