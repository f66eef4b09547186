import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { describe, expect, test } from "vitest";
import { catalogue, type ErrorRow } from "../src/core/catalogue.ts";
import { ledgerCode } from "../src/core/errors.ts";
import { kinds } from "../src/core/ids.ts";
import { permissions } from "../src/core/permissions.ts";
import { bits, grades } from "../src/core/states.ts";
import { abis, interfaces, roleOfContract, type ContractName } from "../src/chain/abi/contracts.ts";
import { type AbiParameter } from "../src/chain/abi/decoder.ts";
import { encodeBatch } from "../src/chain/encode.ts";
import { organisationKinds } from "../src/ledger/agent/tables.ts";
import { steps } from "../src/ledger/clock/tables.ts";
import { deliveryStandings } from "../src/ledger/delivery/tables.ts";
import { findings, tellings } from "../src/ledger/emergency/tables.ts";
import { responses } from "../src/ledger/recall/tables.ts";
import { stages } from "../src/ledger/request/tables.ts";
import { cadences, sharingKinds } from "../src/ledger/supply/tables.ts";
import { actions, factDefinitions, operatorOnly } from "../src/ledger/definitions.ts";
import { formWords, type FormSchema } from "../src/ledger/words/form.ts";
import { SPINE_ROLE } from "../src/ledger/spine/facts.ts";
import { admissions } from "../src/ops/deploy.ts";
import { elementOf, samples } from "./support/inputs.ts";
import { constantsOf, membersOf, solidity } from "./support/solidity.ts";
import { touchesOf } from "./support/touches.ts";

interface Fragment {
  type: string;
  name: string;
  stateMutability?: string;
  inputs: AbiParameter[];
}

const ledgerContracts = ["FactLog", ...(Object.keys(roleOfContract) as ContractName[])] as const;
const fragmentsOf = (contract: ContractName) => abis[contract] as unknown as Fragment[];
const roleOf = (contract: ContractName) => (contract === "FactLog" ? SPINE_ROLE : roleOfContract[contract]!);

const verbs = ledgerContracts.flatMap((contract) =>
  fragmentsOf(contract)
    .filter((f) => f.type === "function" && !["view", "pure"].includes(f.stateMutability!))
    .map((f) => `${contract}.${f.name}`),
);

const events = ledgerContracts.flatMap((contract) =>
  fragmentsOf(contract)
    .filter((f) => f.type === "event")
    .map((f) => ({ contract, role: roleOf(contract), ...f })),
);

const CATALOGUE = join(import.meta.dirname, "../src/core/catalogue");
/** Names of an enumeration, without what is said of each. */
const uncommented = (text: string) => text.replace(/\/\/\/.*/g, "");

const sorted = (all: Iterable<string>) => [...all].sort();
const doubles = (all: readonly string[]) => all.filter((one, i) => all.indexOf(one) !== i);

describe("verbs and actions", () => {
  test("every state-changing verb is one action's, or an operator's or another contract's alone", () => {
    const called = actions.map((a) => a.calls);
    expect(sorted([...called, ...operatorOnly])).toEqual(sorted(verbs));
  });

  test("no two actions have one name", () => {
    expect(doubles(actions.map((a) => a.name))).toEqual([]);
  });

  test.each(actions.map((a) => [a.name, a] as const))("%s is said in both languages", (_, a) => {
    expect(a.summary.zh).toMatch(/\p{Script=Han}.*。$/u);
    expect(a.summary.en).toMatch(/^[A-Z].*\.$/);
  });

  test.each(actions.map((a) => [a.name, a] as const))("%s leaves a fact of the contract it calls", (_, a) => {
    const contract = a.calls.split(".")[0];
    expect(events.filter((e) => e.name === a.leaves).map((e) => e.contract)).toEqual([contract]);
  });

  test.each(actions.map((a) => [a.name, a] as const))(
    "%s describes its input as JSON schema, and has words for all of it",
    (_, a) => {
      const schema = z.toJSONSchema(a.input, { io: "input" });
      expect(schema).toMatchObject({ type: "object", additionalProperties: false });
      expect(formWords(a.name, schema as FormSchema).missing).toEqual([]);
    },
  );
});

describe("calldata", () => {
  const where = {
    council: `0x${"0c".repeat(20)}` as const,
    contract: (role: string) => `0x${Buffer.from(role.padEnd(20)).toString("hex")}` as const,
  };
  const known = samples();

  test("there is a sample of every action and of nothing else", () => {
    expect(sorted(Object.keys(known))).toEqual(sorted(actions.map((a) => a.name)));
  });

  test.each(actions.map((a) => [a.name, a] as const))("%s decodes to what it was made of", (_, a) => {
    const [contract, verb] = a.calls.split(".") as [ContractName, string];
    const args = a.args(7n, [elementOf(a, known[a.name]!)]);
    const call = encodeBatch(a, 7n, [elementOf(a, known[a.name]!)], where, "op-1");
    const data = a.by === "council" ? enacted(call.data) : call.data;
    const fragment = interfaces[contract].getFunction(verb)!;
    const back = interfaces[contract].decodeFunctionData(fragment, data);
    const wanted = fragment.inputs.map((input) => plain(args[input.name]));
    expect(fragment.inputs.map((input, i) => cut(named(input, back[i]), wanted[i]))).toEqual(wanted);
    expect(fragment.inputs.map((input) => input.name).filter((n) => !(n in args))).toEqual([]);
  });

  test.each(actions.map((a) => [a.name, a] as const))(
    "%s gives every member that its verb's tuples have",
    (_, a) => {
      const [contract, verb] = a.calls.split(".") as [ContractName, string];
      const args = a.args(7n, [elementOf(a, known[a.name]!)]);
      const inputs = fragmentsOf(contract).find((f) => f.type === "function" && f.name === verb)!.inputs;
      expect(inputs.flatMap((p) => missing(p, args[p.name], p.name))).toEqual([]);
    },
  );

  test.each(actions.map((a) => [a.name, a] as const))("%s joins only what is the same act", (_, a) => {
    const element = elementOf(a, known[a.name]!);
    expect(a.key(element)).toBe(a.key(structuredClone(element)));
    expect(a.key(element)).not.toMatch(/undefined|\[object/);
    for (const id of [...(a.names?.(element) ?? []), ...(a.makes?.(element) ?? []).map((m) => m.id)]) {
      expect(id).toMatch(/^0x[0-9a-f]{64}$/);
    }
  });

  function enacted(data: string): string {
    return interfaces.Council.decodeFunctionData("enact", data)[1] as string;
  }
});

/** Numbers and addresses in one form, so that what went in and what came out compare. */
function plain(value: unknown): unknown {
  if (typeof value === "bigint" || typeof value === "number") return value.toString();
  if (typeof value === "string") return /^0x/i.test(value) ? value.toLowerCase() : value;
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, plain(v)]));
}

interface Described {
  name: string;
  baseType: string;
  components?: readonly Described[] | null;
  arrayChildren?: Described | null;
}

/** A decoded value by the names of the ABI. */
function named(p: Described, value: unknown): unknown {
  if (p.baseType === "array") return [...(value as unknown[])].map((v) => named(p.arrayChildren!, v));
  if (p.baseType !== "tuple") return plain(value);
  return Object.fromEntries(p.components!.map((c, i) => [c.name, named(c, (value as unknown[])[i])]));
}

/** Elements carry more than the contract is told; the rest is compared in full. */
function cut(decoded: unknown, wanted: unknown): unknown {
  if (Array.isArray(decoded)) return decoded.map((d, i) => cut(d, (wanted as unknown[])[i]));
  if (decoded === null || typeof decoded !== "object") return decoded;
  const whole = wanted as Record<string, unknown>;
  const told = Object.entries(decoded).map(([k, v]) => [k, cut(v, whole[k])]);
  const untold = Object.entries(whole).filter(([k]) => !(k in decoded));
  return Object.fromEntries([...told, ...untold]);
}

function missing(p: AbiParameter, value: unknown, path: string): string[] {
  if (p.type.startsWith("tuple[")) {
    return (value as unknown[]).flatMap((v, i) => missing({ ...p, type: "tuple" }, v, `${path}.${i}`));
  }
  if (p.type !== "tuple") return value === undefined ? [path] : [];
  const members = value as Record<string, unknown>;
  return p.components!.flatMap((c) => missing(c, members[c.name], `${path}.${c.name}`));
}

describe("events and facts", () => {
  test("every event is one fact of its contract's role", () => {
    const defined = factDefinitions.map((f) => `${f.role}.${f.event}`);
    expect(sorted(defined)).toEqual(sorted(events.map((e) => `${e.role}.${e.name}`)));
  });

  test.each(events.map((e) => [e.name, e] as const))(
    "%s says only what it carries, in both languages",
    (_, e) => {
      const { says } = factDefinitions.find((f) => f.event === e.name && f.role === e.role)!;
      const fields = e.inputs[2]!.components!.map((c) => c.name);
      expect(placeholders(says.en).filter((p) => !fields.includes(p))).toEqual([]);
      expect(sorted(placeholders(says.zh))).toEqual(sorted(placeholders(says.en)));
    },
  );

  test.each(events.map((e) => [e.name, e] as const))("%s is declared as FactLog emits it", (_, e) => {
    expect(e.inputs.map((i) => i.name)).toEqual(["writer", "header", "payload"]);
  });
});

describe("refusals and the catalogue", () => {
  /** OpenZeppelin's own, of the council's timelock: shown as CHAIN_REFUSED with their name and arguments. */
  const inherited = [
    "AccessControlBadConfirmation",
    "AccessControlUnauthorizedAccount",
    "FailedCall",
    "TimelockInsufficientDelay",
    "TimelockInvalidOperationLength",
    "TimelockUnauthorizedCaller",
    "TimelockUnexecutedPredecessor",
    "TimelockUnexpectedOperationState",
  ];
  const all = (Object.keys(abis) as ContractName[]).flatMap((c) =>
    fragmentsOf(c).filter((f) => f.type === "error"),
  );
  const ours = new Map(all.filter((e) => !inherited.includes(e.name)).map((e) => [e.name, e]));

  test("every refusal of ours has a row, and every ledger row is a refusal's", () => {
    expect([...ours.keys()].filter((name) => ledgerCode(name) === undefined)).toEqual([]);
    const rows = Object.keys(catalogue).filter((c) => c.startsWith("LEDGER_"));
    expect(sorted([...ours.keys()].map((name) => ledgerCode(name)!))).toEqual(sorted(rows));
  });

  test("no code has two rows", () => {
    const files = readdirSync(CATALOGUE).map((f) => readFileSync(join(CATALOGUE, f), "utf8"));
    const codes = files.flatMap((text) => [...text.matchAll(/^ {2}([A-Z_]+): row\(/gm)].map(([, c]) => c!));
    expect(sorted(codes)).toEqual(sorted(Object.keys(catalogue)));
  });

  test("what OpenZeppelin refuses is listed and still there", () => {
    expect(inherited.filter((name) => !all.some((e) => e.name === name))).toEqual([]);
    expect(inherited.filter((name) => ledgerCode(name) !== undefined)).toEqual([]);
  });

  test("contracts that share a refusal's name share its arguments", () => {
    const shapes = Map.groupBy(all, (e) => e.name);
    const shape = (e: Fragment) => e.inputs.map((i) => `${i.type} ${i.name}`).join();
    expect([...shapes].filter(([, same]) => new Set(same.map(shape)).size > 1).map(([n]) => n)).toEqual([]);
  });

  test.each([...ours.values()].map((e) => [e.name, e] as const))(
    "%s's sentence names only its arguments",
    (_, e) => {
      const row: ErrorRow = catalogue[ledgerCode(e.name)!];
      const known = e.inputs.map((i) => i.name);
      expect(placeholders(row.en).filter((p) => !known.includes(p))).toEqual([]);
    },
  );

  /** What errors raised here, not by a contract, may carry. */
  const details = ["field", "value", "reason", "limit", "chain", "ours", "kind", "other", "system"];

  test.each(Object.entries(catalogue) as [string, ErrorRow][])(
    "%s is one sentence in each language",
    (code, row) => {
      expect(sorted(placeholders(row.zh))).toEqual(sorted(placeholders(row.en)));
      expect(row.zh).toMatch(/\p{Script=Han}/u);
      if (code.startsWith("LEDGER_")) return;
      expect(placeholders(row.en).filter((p) => !details.includes(p))).toEqual([]);
    },
  );
});

function placeholders(sentence: string): string[] {
  return [...new Set([...sentence.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!))];
}

describe("numbers that the contracts have too", () => {
  const camel = (name: string) => name.replace(/(^|-)(\w)/g, (_, _dash, c: string) => c.toUpperCase());
  const upper = (name: string) => name.replaceAll("-", "_").toUpperCase();

  test("state bits and grades", () => {
    const theirs = constantsOf(solidity("lib/States.sol"), "States");
    const mine = Object.entries(bits).map(([name, bit]) => [upper(name), BigInt(bit)] as const);
    const onGrades: [string, bigint][] = [
      ["GRADE", 7n],
      ["LOWEST_GRADE", BigInt(grades.indexOf("general-1") + 1)],
      ["IMPORTANT", BigInt(grades.indexOf("important") + 1)],
      ["CORE", BigInt(grades.indexOf("core") + 1)],
    ];
    expect(Object.fromEntries([...mine, ...onGrades])).toEqual(Object.fromEntries(theirs));
  });

  test("permissions of officer keys", () => {
    const theirs = constantsOf(solidity("lib/Permissions.sol"), "Permissions");
    const mine = Object.entries(permissions).map(([name, bit]) => [upper(name), bit]);
    expect(Object.fromEntries(mine)).toEqual(Object.fromEntries(theirs));
  });

  test("kinds of subject", () => {
    const theirs = constantsOf(solidity("lib/Ids.sol"), "Kinds");
    const mine = Object.entries(kinds).map(([name, kind]) => [upper(name), BigInt(kind)]);
    expect(Object.fromEntries(mine)).toEqual(Object.fromEntries(theirs));
  });

  test.each([
    ["interfaces/IRequests.sol", "Stage", ["none", ...stages]],
    ["interfaces/IClocks.sol", "Step", ["none", ...steps]],
    ["interfaces/ISupply.sol", "Sharing", ["none", ...sharingKinds]],
    ["interfaces/ISupply.sol", "Cadence", cadences],
    ["interfaces/IDeliveries.sol", "Standing", ["none", ...deliveryStandings]],
    ["interfaces/IEmergencies.sol", "Told", ["none", ...tellings]],
    ["interfaces/IEmergencies.sol", "Found", findings],
    ["interfaces/IRecalls.sol", "Response", ["none", ...responses]],
  ] as const)("%s: the members of %s, in their order", (file, name, mine) => {
    expect(mine.map(camel)).toEqual(membersOf(uncommented(solidity(file)), name));
  });

  test("kinds of organisation, in their order", () => {
    const theirs = membersOf(solidity("interfaces/IAgents.sol"), "OrganisationKind");
    expect(organisationKinds.map(camel)).toEqual(theirs);
  });
});

describe("what each writer is admitted for", () => {
  test("there is an admission for every role", () => {
    expect(sorted(Object.keys(admissions))).toEqual(sorted(Object.values(roleOfContract)));
  });

  test("Agents may change what it names, and nothing else", () => {
    const used = new Set(solidity("Agents.sol").match(/States\.[A-Z]+/g));
    expect(sorted(used)).toEqual(["States.SUSPENDED"]);
    expect(admissions.agents).toEqual([
      { kind: kinds.organisation, create: true, set: bits.suspended, clear: bits.suspended },
    ]);
  });

  /** What a signer may declare of a subject that is made. */
  const declarable: Record<string, number> = {
    dataset: 0x0007 | bits.personal | bits.least | bits.unconditional,
    version: 0x0007 | bits.personal | bits.least | bits.unconditional | bits.affected | bits.confined,
  };
  const mask = (kind: string, names: string[]) =>
    names.reduce((all, n) => all | (n === "state" ? declarable[kind]! : bits[n.toLowerCase() as "drill"]), 0);
  const byKind = (all: readonly { kind: number }[]) => [...all].sort((a, b) => a.kind - b.kind);

  const others = Object.keys(roleOfContract).filter((c) => c !== "Agents") as ContractName[];
  test.each(others)(
    "%s may do to each kind of subject what its source does, and nothing else",
    (contract) => {
      const wanted = Object.entries(touchesOf(solidity(`${contract}.sol`))).map(([kind, t]) => ({
        kind: kinds[kind as keyof typeof kinds],
        create: t.create,
        set: mask(kind, t.set),
        clear: mask(kind, t.clear),
      }));
      expect(byKind(admissions[roleOfContract[contract]!])).toEqual(byKind(wanted));
    },
  );

  test("a source is read with its locals, its parameters and its choices", () => {
    expect(touchesOf(solidity("Datasets.sol"))).toEqual({
      organisation: { create: false, set: [], clear: [] },
      domain: { create: true, set: [], clear: [] },
      dataset: { create: true, set: ["state"], clear: [] },
      version: { create: true, set: ["AFFECTED", "CORRECTED", "RECALLED", "WITHDRAWN", "state"], clear: [] },
      grant: { create: false, set: [], clear: [] },
    });
    expect(touchesOf(solidity("Grants.sol"))).toMatchObject({
      grant: {
        create: true,
        set: ["ABROAD", "LEAST", "ONWARD", "PROMISED", "SUSPENDED", "WITHDRAWN"],
        clear: ["SUSPENDED"],
      },
    });
  });
});
