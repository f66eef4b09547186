import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Given } from "../../test/support/given.ts";
import { addressOf, contentOf } from "../../test/support/samples.ts";
import { RpcError } from "../chain/rpc.ts";
import { actionNamed } from "../ledger/definitions.ts";
import { rehearse } from "./rehearsal.ts";

let given: Given;
const closers: (() => unknown)[] = [];
/** Methods that the node is made to lack; it does not get them back. */
const absent = new Set<string>();

beforeAll(async () => {
  given = await Given.city(["weather"], { keeper: false }, (closer) => closers.push(closer));
  await given.domain("climate");
  await given.dataset("weather/daily", "climate");
  const { rpc } = given.gateway.port.node;
  const call = rpc.call.bind(rpc);
  rpc.call = (method, ...rest) =>
    absent.has(method)
      ? Promise.reject(new RpcError(method, -32601, "no such method"))
      : call(method, ...rest);
});
afterAll(async () => {
  for (const closer of closers.reverse()) await closer();
});

async function tried(name: string, inputs: unknown[], as = "weather") {
  const { desk, outbox, port, index, contracts: directory, sources } = given.gateway;
  const action = actionNamed(name)!;
  const key = given.keyOf(as);
  const { elements } = desk.pretend(action, key, inputs);
  const stage = { outbox, port, index, directory, now: () => sources.view.now() };
  const { outcomes, parts } = await rehearse(action, key, elements, stage);
  const logs = parts.map((p) => p.logs?.length ?? null);
  return { is: outcomes.map((o) => o.is), logs, outcomes, elements };
}

const grantOf = (key: string, note: string) => ({ key: addressOf(key), permissions: ["publish"], note });
/** What is said once in a transaction differs, so these are two. */
const apart = [grantOf("one", "for the night"), grantOf("two", "for the day")];

async function chain(length: number) {
  const content = contentOf("first");
  const first = { dataset: "weather/daily", content, run: { job: "j", name: "0" } };
  const [made] = (await tried("publish-version", [first])).elements as { id: string }[];
  const rest = [...Array(length - 1).keys()].map((n) => ({
    ...{ dataset: "weather/daily", content: contentOf(`${n}`), run: { job: "j", name: `${n + 1}` } },
    parents: n === length - 2 ? [made!.id] : [],
  }));
  return [first, ...rest];
}

describe.each<[string, string[], boolean, boolean]>([
  ["simulates calls one upon the other", [], true, true],
  ["only traces a call", ["eth_simulateV1"], true, false],
  ["tells no logs", ["eth_simulateV1", "debug_traceCall"], false, false],
])("on a node that %s", (_, lacking, tells, inOrder) => {
  beforeAll(() => lacking.forEach((method) => absent.add(method)));

  test("a single act would be recorded", async () => {
    const { is, logs } = await tried("grant-key", [grantOf("one", "")]);
    expect({ is, logs }).toEqual({ is: ["recorded"], logs: [tells ? 1 : null] });
  });

  test("two transactions of one officer would follow each other", async () => {
    const { is, logs } = await tried("grant-key", apart);
    expect({ is, logs }).toEqual({ is: ["recorded", "recorded"], logs: tells ? [1, 1] : [null, null] });
  });

  test("a refusal is the contract's own, and found among many", async () => {
    const bad = { ...grantOf("bad", ""), from: 9, until: 5 };
    const all = [grantOf("a", ""), grantOf("b", ""), bad, grantOf("c", ""), grantOf("d", "other")];
    const { is, outcomes } = await tried("grant-key", all);
    expect(is).toEqual(["recorded", "recorded", "refused", "recorded", "recorded"]);
    expect(outcomes[2]).toMatchObject({ error: { code: "LEDGER_INTERVAL_NOT_VALID" } });
  });

  test("what builds on another transaction is tried upon it, or said to wait for it", async () => {
    const { outcomes } = await tried("publish-version", await chain(202));
    const last = inOrder ? { is: "recorded" } : { is: "waits", items: [0], operations: [] };
    expect(outcomes.at(-1)).toEqual(last);
    expect(new Set(outcomes.slice(0, -1).map((o) => o.is))).toEqual(new Set(["recorded"]));
  });
});

test("after many refusals the rest is left untried, and says so", async () => {
  const inputs = [...Array(30).keys()].map((n) => ({ ...grantOf(`key ${n}`, ""), from: 9, until: 5 }));
  const { is } = await tried("grant-key", inputs);
  expect(is.filter((one) => one === "refused")).toHaveLength(20);
  expect(is.slice(20)).toEqual(Array(10).fill("untried"));
});
