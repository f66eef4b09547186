import { once } from "node:events";
import { z } from "zod";
import { SuyuanError } from "../../core/errors.ts";
import { type Hex } from "../../core/hex.ts";
import { bundle, type Question } from "../../evidence/bundle.ts";
import { trustFile } from "../../evidence/trust.ts";
import { payloadFor } from "../../ledger/eyes.ts";
import { momentOf, moment } from "../../ledger/lineage/moment.ts";
import { subjectOf, subjectReference } from "../../ledger/spine/queries.ts";
import { type LedgerSources } from "../../ledger/lineage/sources.ts";
import { sourcesFor } from "../readers.ts";
import { everywhere, nothing, route, type Call, type Route } from "../route.ts";
import { type Served } from "../served.ts";

const depth = z.coerce.number().int().min(0).max(1_000_000);

const input = z.strictObject({
  subject: subjectReference().optional().describe("Whose history; or:"),
  of: z.enum(["city"]).optional().describe("the history of everything."),
  lineage: z.enum(["up", "down", "both"]).optional().describe("A version's lineage too, that way."),
  depth: depth.optional().describe("So many edges far; without it, to the end."),
  at: moment(),
});
type Input = z.infer<typeof input>;

const trust = z.looseObject({ format: z.string(), version: z.number() });

export function bundleRoutes(s: Served): Route[] {
  return [
    route<Input>({
      method: "get",
      path: "/v1/bundle",
      id: "bundle",
      tag: "evidence",
      summary: {
        zh: "证据包：某主体的全部历史，并证明没有遗漏；可离线核验（suyuan verify）。",
        en: "An evidence bundle: a subject's whole history, with the proof that nothing is left out.",
      },
      needs: "read",
      input,
      answers: { 200: { says: "Lines of JSON, as docs/bundle.md has them.", type: "application/jsonl" } },
      errors: [...everywhere, "THING_UNKNOWN", "BLOCK_UNKNOWN", "INDEX_BEHIND", "CHAIN_UNREACHABLE"],
      handle: (call) => send(s, call),
    }),
    route<unknown>({
      method: "get",
      path: "/v1/trust",
      id: "trust",
      tag: "evidence",
      summary: {
        zh: "信任文件的草稿：本账本的合约与最新终局区块。请与其他来源核对后再用。",
        en: "A trust file to begin with: this ledger's contracts and its newest final block. Compare it first.",
      },
      needs: "read",
      input: nothing,
      answers: { 200: { says: "As docs/trust.md has it.", schema: trust } },
      errors: [...everywhere, "CHAIN_UNREACHABLE"],
      async handle() {
        const { index, port } = s.gateway;
        return { status: 200, body: await trustFile(port.chainId, index, port.node) };
      },
    }),
  ];
}

function questionOf(i: Input, sources: LedgerSources): Question {
  const asOf = i.at === undefined ? {} : { asOf: momentOf(i.at, sources).block };
  if ((i.subject === undefined) === (i.of === undefined)) {
    const reason = "must be given, or of=city, and not both";
    throw new SuyuanError("INPUT_NOT_VALID", { field: "subject", value: i.subject ?? null, reason });
  }
  if (i.lineage === undefined && i.depth !== undefined) refuse("depth", i.depth, "goes with lineage");
  if (i.of === "city") {
    if (i.lineage) refuse("lineage", i.lineage, "goes with a version, and not with the whole city");
    return { of: "city", scope: null, ...asOf };
  }
  const subject: Hex = subjectOf(i.subject!, sources);
  if (i.lineage === undefined) return { of: [subject], scope: null, ...asOf };
  if (!subject.startsWith("0x04")) refuse("lineage", i.lineage, "goes with a version");
  const far = i.depth ?? null;
  const [up, down] = [i.lineage === "down" ? 0 : far, i.lineage === "up" ? 0 : far];
  return { of: [], scope: { root: subject, up, down }, ...asOf };
}

function refuse(field: string, value: string | number, reason: string): never {
  throw new SuyuanError("INPUT_NOT_VALID", { field, value, reason });
}

/** As it is made: only one line is held at a time, and no more is made than the reader takes. */
async function send(s: Served, { input: asked, principal, res, signal }: Call<Input>): Promise<undefined> {
  const { index, port } = s.gateway;
  const sources = sourcesFor(s, principal);
  const question = questionOf(asked, sources);
  const lines = bundle(question, {
    index,
    node: port.node,
    chainId: port.chainId,
    opened: () => null,
    shows: (fact) => !payloadFor(fact, sources).hidden,
    checkpoints: () => Promise.resolve([]),
    depth: 0,
  });
  const first = await lines.next();
  res.status(200).set("Content-Type", "application/jsonl; charset=utf-8").set("Cache-Control", "no-store");
  if (!first.done) res.write(first.value);
  try {
    for await (const line of lines) {
      if (signal.aborted) return undefined;
      if (!res.write(line)) await once(res, "drain", { signal });
    }
    res.end();
  } catch (error) {
    // What was sent has no last line, and so is no bundle; whoever reads it sees that it broke off.
    res.destroy();
    if (!signal.aborted) s.log("bundle.failed", { problem: String(error) });
  }
  return undefined;
}
