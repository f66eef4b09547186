import { type Act as Step } from "../../../sample/sharing/acts.ts";
import { grants } from "../../../sample/sharing/grants.ts";
import { requests, type Request } from "../../../sample/sharing/requests.ts";
import { type Hex, ZERO32 } from "../../core/hex.ts";
import { grantId, organisationId, requestId } from "../../core/ids.ts";
import { toDataset } from "../../ledger/inputs.ts";
import { requests as rows } from "../../ledger/request/tables.ts";
import { type City } from "../city.ts";
import { BUREAU } from "../founding.ts";
import { inBoth, ownerOf, type Act } from "./acts.ts";

export const actsOfRequests = requests.reduce((sum, r) => sum + 1 + r.story.length, grants.length);

/** Requests that were not filed yet. */
export function filings(g: City): Act[] {
  const missing = requests.filter((r) => !g.index.rows.get(rows, idOf(r)));
  return missing.map((r) => {
    const { name, consumer, dataset, purpose, basis, fields } = r;
    const input = { name, dataset, purpose, basis, fields, scenario: inBoth(r.scenario) };
    return { action: "file-request", by: consumer, input };
  });
}

/** The next step of every request that has one left: the ledger knows how many were done. */
export function nextSteps(g: City): Act[] {
  return requests.flatMap((r) => {
    const { steps } = g.index.rows.get(rows, idOf(r))!;
    // The first is its filing. That an answer was late, anyone records in between.
    const done = steps.filter(({ event }) => event !== "AnswerLate").length - 1;
    const step = r.story[done];
    if (step) return [stepOf(r, step)];
    const grant = grants.find(({ request }) => request === r.name);
    return grant && done === r.story.length ? [grantOf(r, grant)] : [];
  });
}

function stepOf(r: Request, { act, by, reason, note }: Step): Act {
  const parties = { bureau: BUREAU, provider: ownerOf(r.dataset), consumer: r.consumer };
  const input = { request: idOf(r), ...(reason ? { reason } : {}), note: inBoth(note) };
  return { action: act, by: parties[by], input };
}

function grantOf(r: Request, { feedbackHours, responsibilities }: (typeof grants)[number]): Act {
  const input = { request: idOf(r), feedbackHours, responsibilities: inBoth(responsibilities) };
  return { action: "issue-grant", by: ownerOf(r.dataset), input };
}

export function requestNamed(name: string): Request {
  return requests.find((r) => r.name === name)!;
}

/** The grant that a request of this name was answered with. */
export function grantNamed(name: string): Hex {
  return grantId(idOf(requestNamed(name)), ZERO32);
}

function idOf({ consumer, dataset, name }: Request): Hex {
  return requestId(organisationId(consumer), toDataset(dataset), name);
}
