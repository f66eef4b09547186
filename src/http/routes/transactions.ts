import { randomUUID } from "node:crypto";
import { z } from "zod";
import { type Action } from "../../core/action.ts";
import { SuyuanError } from "../../core/errors.ts";
import { encodeBatch } from "../../chain/encode.ts";
import { actionNamed, actions } from "../../ledger/definitions.ts";
import { address } from "../../ledger/inputs.ts";
import { BATCH_BYTES, BATCH_ELEMENTS, gasFor } from "../../outbox/batch.ts";
import { parse } from "../../outbox/desk.ts";
import { readRaw } from "../../outbox/raw.ts";
import { Exclusive } from "../exclusive.ts";
import { checkOfficer } from "../officers.ts";
import { onceOf } from "../once.ts";
import { operationAnswer } from "../operationAnswer.ts";
import { positionOf } from "../position.ts";
import { acceptRaw } from "../rawTransactions.ts";
import { requireSight } from "../readers.ts";
import { nothing, route, type Answer, type Call, type Route } from "../route.ts";
import { type Served } from "../served.ts";
import { waiting } from "../waiters.ts";
import { actionErrors, answerOperations, idempotencyKey, inputsOf, requireRoom } from "./actions.ts";

const waitInput = z.strictObject(waiting);
const handedIn = z.strictObject({
  transaction: z
    .string()
    .max(260_000)
    .describe("The signed bytes: 0x and hexadecimal digits, price and value zero."),
});

const wanted = z.strictObject({
  action: z.enum(actions.map((a) => a.name) as [string, ...string[]]),
  key: address().describe("Who will sign."),
  input: z.unknown().optional().describe("One input of the action, or:"),
  items: z.array(z.unknown()).min(1).max(BATCH_ELEMENTS).optional().describe("several of them."),
});

const prepared = z.object({
  chainId: z.int(),
  nonce: z.int(),
  gas: z.string(),
  gasPrice: z.literal("0"),
  to: z.string(),
  data: z.string(),
  summary: z.object({ zh: z.string(), en: z.string() }),
});

const example = {
  action: "register-dataset",
  key: `0x${"ab".repeat(20)}`,
  input: { code: "rain", domain: "climate", name: { zh: "降雨", en: "Rain" } },
};

export function transactionRoutes(s: Served): Route[] {
  const exclusive = new Exclusive();
  return [
    route<z.infer<typeof waitInput>>({
      method: "post",
      path: "/v1/transactions",
      id: "submit-transaction",
      tag: "transactions",
      summary: { zh: "提交在别处签名的交易。", en: "Hand in a transaction that was signed elsewhere." },
      needs: "act",
      input: waitInput,
      headers: { "Idempotency-Key": idempotencyKey },
      body: handedIn,
      example: { transaction: "0xf8…" },
      answers: {
        200: { says: "As far as was waited for.", schema: operationAnswer },
        202: { says: "Accepted: on disk, and on its way.", schema: operationAnswer },
      },
      errors: [...actionErrors, "TRANSACTION_NOT_VALID", "CHAIN_UNREACHABLE"],
      handle: (call) => submit(s, call, exclusive),
    }),
    route<unknown>({
      method: "post",
      path: "/v1/transactions/prepare",
      id: "prepare-transaction",
      tag: "transactions",
      summary: { zh: "为一个动作准备待签名的交易。", en: "What has to be signed elsewhere for an action." },
      needs: "act",
      input: nothing,
      body: wanted,
      example,
      answers: { 200: { says: "Sign these fields as a legacy transaction (EIP-155).", schema: prepared } },
      errors: [...actionErrors, "TRANSACTION_NOT_VALID", "CHAIN_UNREACHABLE"],
      handle: (call) => prepare(s, call),
    }),
  ];
}

async function submit(
  s: Served,
  call: Call<z.infer<typeof waitInput>>,
  exclusive: Exclusive,
): Promise<Answer> {
  const { outbox, port, contracts } = s.gateway;
  const { transaction } = parse({ input: handedIn }, call.body);
  const element = readRaw(transaction.toLowerCase(), port.chainId, contracts);
  const once = onceOf(call as unknown as Call, element.from, "");
  // One after the other: each has to stand right behind the one before.
  const operations = await exclusive.run(element.from, () => {
    const before = once && outbox.repeated(once.name, once.body);
    if (before) return outbox.again(before);
    requireRoom(s);
    return acceptRaw(s, element, once);
  });
  const { status, body } = await answerOperations(s, operations, call, true);
  return { status, body: (body as { operations: unknown[] }).operations[0] };
}

async function prepare(s: Served, { body, principal }: Call<unknown>): Promise<Answer> {
  const { desk, secrets, port, contracts, index } = s.gateway;
  const given = parse({ input: wanted }, body);
  if ((given.input === undefined) === (given.items === undefined)) {
    const reason = "must be given, or items, and not both";
    throw new SuyuanError("INPUT_NOT_VALID", { field: "input", value: given.input ?? null, reason });
  }
  const action = actionNamed(given.action)!;
  checkOfficer(index.rows, given.key, action.by, s.now(), "key");
  const inputs = inputsOf(given.items === undefined ? given.input : { items: given.items });
  requireSight(s, principal, { action: action.name, key: given.key, inputs });
  const elements = desk.prepare(action, given.key, inputs);
  requireTogether(action, elements);
  // The bytes will carry commitments: what opens them has to outlast this process.
  await secrets.sync();
  const { nonce, step } = await positionOf(s.gateway, given.key);
  const ordered = typeof action.by === "object";
  const call = encodeBatch(
    action,
    ordered ? step + 1n : 0n,
    elements,
    contracts,
    `signed elsewhere ${randomUUID()}`,
  );
  const bytes = call.data.length / 2;
  if (bytes > BATCH_BYTES) throw new SuyuanError("INPUT_TOO_LARGE", { field: "items", limit: BATCH_BYTES });
  const gas = gasFor(elements.length, bytes, port.gasCap).toString();
  const { summary } = action;
  return { status: 200, body: { chainId: port.chainId, nonce, gas, gasPrice: "0", ...call, summary } };
}

/** One transaction carries only elements that the verb takes together. */
function requireTogether(action: Action, elements: unknown[]): void {
  const groups = new Set(elements.map((e) => action.together?.(e)));
  if (groups.size <= 1) return;
  const reason = "do not fit into one transaction: they differ in what it says once";
  throw new SuyuanError("INPUT_NOT_VALID", { field: "items", value: `${groups.size} kinds`, reason });
}
