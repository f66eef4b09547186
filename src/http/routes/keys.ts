import { z } from "zod";
import { SuyuanError } from "../../core/errors.ts";
import { parse } from "../../outbox/desk.ts";
import { line } from "../../ledger/inputs.ts";
import { may, scopes } from "../access.ts";
import { type AccessKey } from "../accessKeys.ts";
import { officerNames } from "../officers.ts";
import { everywhere, nothing, route, withBody, type Answer, type Route } from "../route.ts";
import { type Served } from "../served.ts";

const wanted = z.strictObject({
  label: line(100).min(1),
  scopes: z
    .array(z.enum(scopes))
    .min(1)
    .max(scopes.length)
    .refine((list) => new Set(list).size === list.length, "must not name a scope twice"),
  officers: z.array(z.string().min(1).max(100)).max(200).default([]),
  expires: z.iso
    .datetime({ offset: true, message: "must be a time such as 2027-01-01T00:00:00Z" })
    .optional(),
});

const keyAnswer = z
  .object({
    id: z.string(),
    label: z.string(),
    scopes: z.array(z.enum(scopes)),
    officers: z.array(z.string()),
    created: z.string(),
    expires: z.string().nullable(),
    revoked: z.string().nullable(),
  })
  .meta({ id: "AccessKey" });

const example = {
  label: "anchoring at the weather office",
  scopes: ["read", "act"],
  officers: ["meteorology"],
};

export function keyRoutes(s: Served): Route[] {
  return [
    route<unknown>({
      method: "get",
      path: "/v1/me",
      id: "me",
      tag: "access",
      summary: {
        zh: "本密钥的身份、权限与可用的数据官密钥。",
        en: "Who this API key is, what it may do, and the officer keys it may use.",
      },
      needs: "self",
      input: nothing,
      answers: {
        200: {
          says: "The key, and the officer keys unlocked here.",
          schema: keyAnswer.pick({ id: true, label: true, scopes: true }).extend({
            officers: z.array(z.object({ name: z.string(), key: z.string() })),
          }),
        },
      },
      errors: everywhere,
      handle: ({ principal }) => ({ status: 200, body: me(s, principal) }),
    }),
    route<unknown>({
      method: "get",
      path: "/v1/access-keys",
      id: "access-keys",
      tag: "access",
      summary: { zh: "API 密钥列表（不含密钥本身）。", en: "API keys, without their secrets." },
      needs: "manage",
      input: nothing,
      answers: {
        200: { says: "All of them.", schema: z.object({ items: z.array(keyAnswer), next: z.null() }) },
      },
      errors: everywhere,
      handle: () => ({ status: 200, body: { items: s.keys.list().map(shown), next: null } }),
    }),
    route<unknown>({
      method: "post",
      path: "/v1/access-keys",
      id: "create-access-key",
      tag: "access",
      summary: {
        zh: "新建 API 密钥；密钥只显示这一次。",
        en: "Make an API key; its secret is shown this once.",
      },
      needs: "manage",
      input: nothing,
      body: wanted,
      example,
      answers: { 201: { says: "Made.", schema: keyAnswer.extend({ secret: z.string() }) } },
      errors: [...everywhere, ...withBody, "ACCESS_OFFICER_UNKNOWN"],
      handle: ({ body, principal }) => create(s, body, principal.id),
    }),
    route<{ id: string }>({
      method: "delete",
      path: "/v1/access-keys/:id",
      id: "revoke-access-key",
      tag: "access",
      summary: { zh: "吊销 API 密钥。", en: "Revoke an API key." },
      needs: "manage",
      input: z.strictObject({ id: z.string().max(100) }),
      answers: { 200: { says: "Revoked.", schema: keyAnswer } },
      errors: [...everywhere, "THING_UNKNOWN"],
      handle({ input, principal }) {
        const revoked = s.keys.revoke(input.id);
        s.log("access.revoked", { id: revoked.id, by: principal.id });
        return { status: 200, body: shown(revoked) };
      },
    }),
  ];
}

function me({ gateway }: Served, principal: Pick<AccessKey, "id" | "label" | "scopes" | "officers">) {
  const { id, label, scopes: held } = principal;
  const officers = officerNames(gateway.keyring)
    .filter((name) => may(principal, { actAs: name }))
    .map((name) => ({ name, key: gateway.keyring.named(name)!.address }));
  return { id, label, scopes: held, officers };
}

function create(s: Served, body: unknown, by: string): Answer {
  const { label, scopes: held, officers, expires } = parse({ input: wanted }, body);
  requireOfficers(s, officers, held);
  if (expires !== undefined && s.keys.isOver(expires)) {
    throw new SuyuanError("INPUT_NOT_VALID", { field: "expires", value: expires, reason: "is over already" });
  }
  const { key, secret } = s.keys.create({ label, scopes: held, officers, expires: expires ?? null });
  s.log("access.created", { id: key.id, label, scopes: held, officers, by });
  return { status: 201, body: { ...shown(key), secret: secret }, headers: { "Cache-Control": "no-store" } };
}

/** Only keys that are here can be named; all at once only where the whole city is a sample. */
function requireOfficers({ gateway }: Served, officers: string[], held: readonly string[]): void {
  const refuse = (value: unknown, reason: string) =>
    new SuyuanError("INPUT_NOT_VALID", { field: "officers", value, reason });
  if (officers.length > 0 && !held.includes("act")) throw refuse(officers, "need the scope act");
  if (officers.includes("*") && gateway.directory.description.city !== "sample") {
    throw refuse("*", "is only for the sample city; name the officer keys");
  }
  const known = officerNames(gateway.keyring);
  const unknown = officers.find((name) => name !== "*" && !known.includes(name));
  if (unknown !== undefined)
    throw new SuyuanError("ACCESS_OFFICER_UNKNOWN", { field: "officers", value: unknown });
}

function shown({ hash: _, ...rest }: AccessKey): Omit<AccessKey, "hash"> {
  return rest;
}
