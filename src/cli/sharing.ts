import { type Operation } from "../sdk/client.ts";
import { type Answer, isProblem } from "./api.ts";
import { type Cli } from "./cli.ts";
import { type ActingOptions } from "./options.ts";
import { exitCodeOf, sentenceOf } from "./problem.ts";
import { consentSheet } from "./render/consent.ts";
import { deliverySheet } from "./render/delivery.ts";
import { evidenceSheet } from "./render/evidence.ts";
import { grantSheet } from "./render/grant.ts";
import { operationLine } from "./render/operation.ts";
import { requestSheet } from "./render/request.ts";
import { tryAndTell } from "./trying.ts";

type Kind = "request" | "grant" | "delivery" | "consent" | "evidence";

const forms: [Kind, RegExp][] = [
  ["request", /^(R[1-9]\d*|0x09[0-9a-f]{62})$/],
  ["grant", /^(G[1-9]\d*|0x05[0-9a-f]{62})$/],
  ["delivery", /^(D[1-9]\d*|0x06[0-9a-f]{62})$/],
  ["consent", /^(C[1-9]\d*|0x0b[0-9a-f]{62})$/],
  ["evidence", /^(E[1-9]\d*|0x0d[0-9a-f]{62})$/],
];

/** What `R17`, `G9`, `D23`, `C7` or `E3` names. */
export function kindNamed(reference: string): Kind | undefined {
  return forms.find(([, form]) => form.test(reference))?.[0];
}

type Party = Answer<"request"> | Answer<"grant"> | Answer<"delivery">;
type Matter = Party | Answer<"consent"> | Answer<"evidence-item">;

/** Any of them: the answer, and its text. */
export async function look(
  kind: Kind,
  reference: string,
  cli: Cli,
): Promise<{ answer: Matter; text: string }> {
  if (kind === "request") {
    const answer = await cli.api.query("request", { request: reference });
    return { answer, text: requestSheet(answer, cli) };
  }
  if (kind === "grant") {
    const answer = await cli.api.query("grant", { grant: reference });
    return { answer, text: grantSheet(answer, cli) };
  }
  if (kind === "consent") {
    const answer = await cli.api.query("consent", { consent: reference });
    return { answer, text: consentSheet(answer, cli) };
  }
  if (kind === "evidence") {
    const answer = await cli.api.query("evidence-item", { evidence: reference });
    return { answer, text: evidenceSheet(answer, cli) };
  }
  const answer = await cli.api.query("delivery", { delivery: reference });
  return { answer, text: deliverySheet(answer, cli) };
}

/** Who acts when nobody was named and the API key may act for several: the party whose turn it is. */
export async function partyOf(
  kind: "request" | "grant" | "delivery",
  reference: string,
  side: "consumer" | "provider",
  cli: Cli,
): Promise<string | undefined> {
  if (cli.settings.as !== undefined) return undefined;
  try {
    return ((await look(kind, reference, cli)).answer as Party)[side];
  } catch (error) {
    // A key that only acts still acts.
    if (isProblem(error, "ACCESS_SCOPE_MISSING")) return undefined;
    throw error;
  }
}

interface Act {
  action: string;
  input: unknown;
  options: ActingOptions;
  otherwise?: string | undefined;
  /** What it is about; left out, what it makes. */
  about?: string;
  kind: Kind;
}

/** Does one act of sharing, and shows what it is about as it stands then. */
export async function actAndShow(act: Act, cli: Cli): Promise<void> {
  const { action, input, otherwise, kind } = act;
  const { wait, timeout, dryRun } = act.options;
  if (dryRun) return tryAndTell(cli, action, input, otherwise);
  const options = { as: cli.settings.as, otherwise, wait, timeout };
  const operations = await cli.api.act(action, input, options);
  const operation = operations[0]!;
  const found = isInBlock(operation) ? await seen(kind, act.about ?? operation.makes[0]!, cli) : null;
  const watch = found
    ? ""
    : `${cli.t("跟踪：", "to follow it: ")}suyuan operations ${operation.id} --watch\n`;
  const text = `${operationLine(operation, cli)}\n${found ? `\n${found.text}` : watch}`;
  cli.print({ operations, [kind]: found?.answer ?? null }, text);
  if (!operation.error) return;
  cli.exitCode = exitCodeOf(operation.error);
  if (!cli.json) cli.note(sentenceOf(operation.error));
}

const isInBlock = ({ state }: Operation) => state === "mined" || state === "final";

async function seen(kind: Kind, reference: string, cli: Cli) {
  try {
    return await look(kind, reference, cli);
  } catch (error) {
    if (isProblem(error, "ACCESS_SCOPE_MISSING")) return null;
    throw error;
  }
}
