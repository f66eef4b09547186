import { z } from "zod";
import { SuyuanError } from "../core/errors.ts";
import { type RowReader } from "../core/table.ts";
import { type Language } from "../core/text.ts";
import { exposureAnswer } from "../ledger/exposure/answer.ts";
import { officerKeys, organisations } from "../ledger/agent/tables.ts";
import { type Operation } from "../outbox/operation.ts";
import { actionOf } from "../outbox/raw.ts";
import { type Problem, problemOf } from "./problem.ts";

export const problemSchema = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string().describe("One sentence, in Chinese or English by Accept-Language."),
    code: z.string().describe("Stable; see /docs/errors."),
    retry: z.enum(["never", "later", "fix"]),
    field: z.string().optional(),
    value: z.unknown().optional(),
    instance: z.string().optional().describe("The reference under which the gateway's log has it."),
    dryRun: z.literal(true).optional().describe("It was only tried."),
    exposure: exposureAnswer.optional().describe("Of a dry run: whom it would have exposed data to."),
  })
  .meta({ id: "Problem" });

export const operationAnswer = z
  .object({
    id: z.string().meta({ examples: ["op-00000001"] }),
    action: z.string(),
    key: z.string().describe("Address of the officer key that signs."),
    organisation: z.string().nullable(),
    at: z.string().describe("When it was accepted."),
    state: z.enum(["accepted", "sent", "mined", "final", "refused"]),
    transaction: z.string().optional(),
    block: z.int().optional(),
    error: problemSchema.optional(),
    makes: z.array(z.string()).describe("Ids that it brings into being."),
  })
  .meta({ id: "Operation" });

export interface OperationAnswer extends Record<string, unknown> {
  id: string;
  state: Operation["status"]["state"];
  error?: Problem;
}

/** An operation as clients see it. */
export function answerOperation(o: Operation, rows: RowReader, language: Language): OperationAnswer {
  const organisation = rows.get(officerKeys, o.key)?.organisation;
  const { status } = o;
  return {
    id: o.id,
    action: o.action,
    key: o.key,
    organisation: organisation === undefined ? null : (rows.get(organisations, organisation)?.code ?? null),
    at: new Date(o.at).toISOString(),
    state: status.state,
    ...("transaction" in status ? { transaction: status.transaction } : {}),
    ...("block" in status ? { block: status.block } : {}),
    ...(status.state === "refused" ? { error: refusal(status, language) } : {}),
    makes: (actionOf(o.action).makes?.(o.element) ?? []).map(({ id }) => id),
  };
}

function refusal(status: Extract<Operation["status"], { state: "refused" }>, language: Language): Problem {
  return problemOf(new SuyuanError(status.code, status.details), language);
}
