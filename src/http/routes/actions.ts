import { z } from "zod";
import { type Action } from "../../core/action.ts";
import { SuyuanError } from "../../core/errors.ts";
import { type ErrorCode, catalogue } from "../../core/catalogue.ts";
import { BATCH_ELEMENTS } from "../../outbox/batch.ts";
import { type Operation } from "../../outbox/operation.ts";
import { actions } from "../../ledger/definitions.ts";
import { tryAction } from "../dryRun.ts";
import { inputsOf, itemsOf } from "../inputs.ts";
import { dryRunAnswer } from "../dryRunAnswer.ts";
import { checkOfficer, chooseOfficer } from "../officers.ts";
import { onceOf } from "../once.ts";
import { answerOperation, operationAnswer } from "../operationAnswer.ts";
import { everywhere, route, withBody, type Answer, type Call, type Route } from "../route.ts";
import { type Served } from "../served.ts";
import { type Goal, waiting } from "../waiters.ts";

const input = z.strictObject({
  as: z
    .string()
    .max(100)
    .optional()
    .describe("Whose officer key: an organisation's code, or council-member."),
  dryRun: z
    .boolean()
    .default(false)
    .describe(
      "Only try it: answers at once with what it would record, or with the problem that doing it would meet. " +
        "Nothing is written; an Idempotency-Key is not used up, and there is nothing to wait for.",
    ),
  ...waiting,
});

export type ActInput = z.infer<typeof input>;

export const idempotencyKey = z
  .string()
  .optional()
  .describe("1 to 200 printable ASCII characters; the same request under it is done once.");

export const operationsAnswer = z.object({ operations: z.array(operationAnswer) }).meta({ id: "Operations" });

export const ledgerErrors = (Object.keys(catalogue) as ErrorCode[]).filter((c) => c.startsWith("LEDGER_"));

export const outboxErrors: ErrorCode[] = [
  "OUTBOX_FULL",
  "OUTBOX_LANE_FULL",
  "STORAGE_FAILED",
  "OUTBOX_CLOSED",
  "OUTBOX_KEY_REUSED",
  "OUTBOX_LEASE_STALE",
  "OUTBOX_LEASE_LOST",
];

export const actionErrors: ErrorCode[] = [
  ...everywhere,
  ...withBody,
  "THING_UNKNOWN",
  "ACCESS_OFFICER_FORBIDDEN",
  "ACCESS_OFFICER_AMBIGUOUS",
  "ACCESS_OFFICER_UNKNOWN",
  ...outboxErrors,
  "OUTBOX_ANCESTOR_REFUSED",
  "CHAIN_REFUSED",
  ...ledgerErrors,
];

export const operationAnswers = {
  200: { says: "All have come as far as was waited for.", schema: operationsAnswer },
  202: { says: "Accepted: on disk, and on its way.", schema: operationsAnswer },
};

const tryOrDo = {
  ...operationAnswers,
  200: {
    says: "All have come as far as was waited for; or, of a dry run, what would be recorded.",
    schema: z.union([operationsAnswer, dryRunAnswer]),
  },
};

/** Named once, since a name in the document stands for one schema. */
const bodies = new Map(actions.map((action) => [action.name, bodyOf(action)]));

function bodyOf({ name, input: one }: Action): z.ZodType {
  const id = name.replace(/(^|-)([a-z])/g, (_, __, letter: string) => letter.toUpperCase());
  const named = one.meta({ id });
  return z.union([named, z.strictObject({ items: z.array(named).min(1).max(BATCH_ELEMENTS) })]);
}

/** One route an action, all alike. */
export function actionRoutes(s: Served): Route[] {
  return actions.map((action) =>
    route<ActInput>({
      method: "post",
      path: `/v1/actions/${action.name}`,
      id: action.name,
      tag: "actions",
      summary: action.summary,
      needs: "act",
      input,
      headers: { "Idempotency-Key": idempotencyKey },
      body: bodies.get(action.name)!,
      answers: tryOrDo,
      errors: [...actionErrors, "CHAIN_UNREACHABLE", "INDEX_BEHIND"],
      admit: (call) => admit(s, action, call),
      handle: (call) => act(s, action, call),
    }),
  );
}

/** Most of what an overload brings is turned away here, before it is read and checked. */
function admit(s: Served, action: Action, call: Pick<Call<ActInput>, "req" | "input" | "principal">): void {
  const { keyring, outbox } = s.gateway;
  const { address } = chooseOfficer(keyring, call.principal, action.by, call.input.as);
  const name = call.input.dryRun ? undefined : call.req.headers["idempotency-key"];
  outbox.requireRoom(address, name === undefined ? undefined : `${address} ${String(name)}`);
}

async function act(s: Served, action: Action, call: Call<ActInput>): Promise<Answer> {
  const { gateway } = s;
  const officer = chooseOfficer(gateway.keyring, call.principal, action.by, call.input.as);
  if (call.input.dryRun) {
    requireRoom(s);
    return tryAction(s, action, officer, call);
  }
  const inputs = inputsOf(call.body);
  const once = onceOf(call as unknown as Call, officer.address, officer.name);
  const before = once && gateway.outbox.repeated(once.name, once.body);
  const operations = before ? await gateway.outbox.again(before) : await submit();
  return answerOperations(s, operations, call, !Array.isArray(itemsOf(call.body)));

  function submit(): Promise<Operation[]> {
    requireRoom(s);
    checkOfficer(gateway.index.rows, officer.address, action.by, s.now());
    return gateway.desk.submit(action, officer.address, inputs, once);
  }
}

/** Nothing more is accepted when what was accepted does not get done. */
export function requireRoom({ gateway, settings }: Served): void {
  requireLease(gateway);
  const { age, size } = gateway.outbox;
  if ((age ?? 0) > settings.fullMs) {
    throw new SuyuanError("OUTBOX_FULL", { value: size.operations });
  }
}

function requireLease({ keyring }: Served["gateway"]): void {
  const problem = keyring.problem();
  if (problem) throw problem;
}

/** Waits as asked. A single one that was refused answers with its own problem. */
export async function answerOperations(
  s: Served,
  operations: Operation[],
  call: Pick<Call<{ wait: Goal; timeout: number }>, "input" | "signal" | "language">,
  isSingle: boolean,
): Promise<Answer> {
  // Accepted, perhaps, by a gateway that was stopped in the middle: whoever took over does not know of it.
  requireLease(s.gateway);
  const { wait, timeout } = call.input;
  const waited = wait !== "accepted";
  const done = waited && (await s.waiters.reach(operations, wait, timeout * 1000, call.signal));
  const [first] = operations;
  if (waited && isSingle && first?.status.state === "refused") {
    throw new SuyuanError(first.status.code, { ...first.status.details, operation: first.id });
  }
  const rows = s.gateway.index.rows;
  const body = { operations: operations.map((o) => answerOperation(o, rows, call.language)) };
  return { status: done ? 200 : 202, body };
}
