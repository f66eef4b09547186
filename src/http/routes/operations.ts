import { z } from "zod";
import { SuyuanError } from "../../core/errors.ts";
import { type Operation } from "../../outbox/operation.ts";
import { may, demand } from "../access.ts";
import { answerOperation, operationAnswer } from "../operationAnswer.ts";
import { everywhere, route, type Answer, type Call, type Route } from "../route.ts";
import { type Served } from "../served.ts";
import { waiting } from "../waiters.ts";

const id = z.string().regex(/^op-[0-9a-z]{8,12}$/, "must be like op-0000002a");
const oneInput = z.strictObject({ id, ...waiting });
const listInput = z.strictObject({
  limit: z.number().int().min(1).max(500).default(50),
  cursor: id.optional(),
  as: z.string().max(100).optional().describe("Only those of this officer key."),
});

export function operationRoutes(s: Served): Route[] {
  return [
    route<z.infer<typeof listInput>>({
      method: "get",
      path: "/v1/operations",
      id: "operations",
      tag: "operations",
      summary: { zh: "操作列表，新的在前。", en: "Operations, newest first." },
      needs: "follow",
      input: listInput,
      answers: {
        200: {
          says: "A page of them.",
          schema: z.object({ items: z.array(operationAnswer), next: z.string().nullable() }),
        },
      },
      errors: [...everywhere, "ACCESS_OFFICER_FORBIDDEN", "ACCESS_OFFICER_UNKNOWN"],
      handle: (call) => list(s, call),
    }),
    route<z.infer<typeof oneInput>>({
      method: "get",
      path: "/v1/operations/:id",
      id: "operation",
      tag: "operations",
      summary: { zh: "一项操作，可等待其进展。", en: "One operation; may wait for it." },
      needs: "follow",
      input: oneInput,
      answers: {
        200: { says: "As it stands.", schema: operationAnswer },
        202: { says: "Not yet where it was waited for.", schema: operationAnswer },
      },
      errors: [...everywhere, "THING_UNKNOWN"],
      handle: (call) => one(s, call),
    }),
  ];
}

async function list(s: Served, call: Call<z.infer<typeof listInput>>): Promise<Answer> {
  const { limit, cursor, as } = call.input;
  const { outbox, keyring, index } = s.gateway;
  const key = as === undefined ? undefined : keyring.named(as)?.address;
  if (as !== undefined && key === undefined)
    throw new SuyuanError("ACCESS_OFFICER_UNKNOWN", { field: "as", value: as });
  if (!may(call.principal, "read")) demand(call.principal, as === undefined ? "read" : { actAs: as });
  const found = await outbox.list({
    limit: limit + 1,
    ...(cursor === undefined ? {} : { after: cursor }),
    ...(key === undefined ? {} : { key }),
  });
  const items = found.slice(0, limit).map((o) => answerOperation(o, index.rows, call.language));
  return { status: 200, body: { items, next: found.length > limit ? items.at(-1)!.id : null } };
}

async function one(s: Served, call: Call<z.infer<typeof oneInput>>): Promise<Answer> {
  const { wait, timeout } = call.input;
  const found = await s.gateway.outbox.find(call.input.id);
  if (!found || !maySee(s, call, found))
    throw new SuyuanError("THING_UNKNOWN", { field: "id", value: call.input.id });
  const done = await s.waiters.reach([found], wait, timeout * 1000, call.signal);
  return { status: done ? 200 : 202, body: answerOperation(found, s.gateway.index.rows, call.language) };
}

/** Those who may not read may still see what they did themselves. */
function maySee({ gateway }: Served, { principal }: Call<unknown>, o: Operation): boolean {
  if (may(principal, "read")) return true;
  const named = gateway.keyring.names().filter((name) => gateway.keyring.named(name)!.address === o.key);
  // Signed elsewhere: nobody's officer key here, so whoever may act may ask.
  return named.length === 0 || named.some((name) => may(principal, { actAs: name }));
}
