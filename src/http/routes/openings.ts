import { z } from "zod";
import { SuyuanError } from "../../core/errors.ts";
import { openableReference, toOpenable } from "../../ledger/inputs.ts";
import { deliveries } from "../../ledger/delivery/tables.ts";
import { mayRead, partiesOf } from "../../ledger/eyes.ts";
import { readerOf } from "../readers.ts";
import { openingRequest, sealedAnswer } from "../../ledger/opening/request.ts";
import { parse } from "../../outbox/desk.ts";
import { chooseOfficer } from "../officers.ts";
import { everywhere, nothing, route, withBody, type Call, type Route } from "../route.ts";
import { type Served } from "../served.ts";

/** Bytes of another gateway's request. */
const ASKED_BYTES = 4_096;

const wanted = z.strictObject({ of: openableReference() });
const openings = z.union([
  z.object({ text: z.string(), salt: z.string() }),
  z.object({
    dataset: z.string(),
    content: z.object({ sha256: z.string(), sm3: z.string(), size: z.number() }),
    salt: z.string(),
  }),
]);
const input = z.strictObject({ as: z.string().max(100).optional().describe("Whose officer key asks.") });
const fetched = z.object({ of: z.string(), commitment: z.string(), from: z.string().nullable() });

export function openingRoutes(s: Served): Route[] {
  return [
    route<z.infer<typeof input>>({
      method: "post",
      path: "/v1/openings",
      id: "fetch-opening",
      tag: "openings",
      summary: {
        zh: "向保存方的网关索取承诺的开示材料，与链上承诺核对后存于本网关。",
        en: "Fetch what opens a commitment from the gateway that keeps it, and check it against the chain.",
      },
      needs: "act",
      input,
      body: wanted,
      example: { of: "D23" },
      answers: { 200: { says: "It is here now.", schema: fetched } },
      errors: [...everywhere, ...withBody, ...asking],
      handle: (call) => fetchOpening(s, call),
    }),
    route<z.infer<typeof wanted>>({
      method: "get",
      path: "/v1/openings/:of",
      id: "opening",
      tag: "openings",
      summary: {
        zh: "本网关保存的开示材料：仅当事方、大数据局与管理员可读；交给审计者即可核验。",
        en: "What opens a commitment, for the parties, the bureau and this gateway's administrator.",
      },
      needs: "read",
      input: wanted,
      answers: { 200: { says: "Whoever has it can check it, or a guess.", schema: openings } },
      errors: [...everywhere, "THING_UNKNOWN", "ACCESS_SCOPE_MISSING", "OPENING_MISSING"],
      handle: (call) => ({ status: 200, body: showOpening(s, call) }),
    }),
    route<unknown>({
      method: "post",
      path: "/v1/peers/openings",
      id: "answer-opening",
      tag: "openings",
      summary: {
        zh: "供其他网关索取开示材料：以数据官密钥签名，答复只有索取方能读。",
        en: "For other gateways: an officer's signed request for an opening; only who asked can read the answer.",
      },
      needs: null,
      input: nothing,
      body: openingRequest,
      answers: { 200: { says: "Sealed to the key in the request.", schema: sealedAnswer } },
      errors: ["INPUT_NOT_VALID", "ACCESS_TOO_MANY_REQUESTS", "THING_UNKNOWN", "PEER_REFUSED", ...withBody],
      admit: ({ req }) => requireShort(req.headers["content-length"]),
      handle: ({ body }) => ({
        status: 200,
        body: s.gateway.peers.answer(parse({ input: openingRequest }, body)),
      }),
    }),
  ];
}

const asking = [
  "THING_UNKNOWN",
  "ACCESS_OFFICER_FORBIDDEN",
  "ACCESS_OFFICER_AMBIGUOUS",
  "ACCESS_OFFICER_UNKNOWN",
  "PEER_NOT_ASKED",
  "PEER_FAILED",
  "STORAGE_FAILED",
] as const;

async function fetchOpening(s: Served, call: Call<z.infer<typeof input>>) {
  const { peers, keyring, sources } = s.gateway;
  const { of } = parse({ input: wanted }, call.body);
  const officer = chooseOfficer(keyring, call.principal, { officer: "use" }, call.input.as);
  const id = toOpenable(of, sources.view, "of");
  return { status: 200, body: await peers.fetch(id, officer.address, call.signal) };
}

function showOpening(s: Served, { input: { of }, principal }: Call<z.infer<typeof wanted>>): unknown {
  const { peers, sources } = s.gateway;
  const id = toOpenable(of, sources.view, "of");
  const { rows } = sources;
  const parties = rows.get(deliveries, id) ?? partiesOf([id], rows);
  if (parties && !mayRead(readerOf(s, principal), parties, rows))
    throw new SuyuanError("ACCESS_SCOPE_MISSING", { field: "of", value: `read what opens ${of}` });
  const opening = peers.opening(id);
  if (opening !== undefined) return JSON.parse(opening);
  const reason = `suyuan opening ${of} fetches it where its keeper has an endpoint`;
  throw new SuyuanError("OPENING_MISSING", { field: "of", value: of, reason });
}

/** Before anything of it is read: nobody has shown a key yet. */
function requireShort(announced: string | undefined): void {
  if (Number(announced ?? Number.NaN) <= ASKED_BYTES) return;
  throw new SuyuanError("INPUT_TOO_LARGE", { field: "body", limit: ASKED_BYTES });
}
