import { once } from "node:events";
import { type Action } from "../core/action.ts";
import { SuyuanError } from "../core/errors.ts";
import { type Hex } from "../core/hex.ts";
import { type Desk } from "../outbox/desk.ts";
import { isOpen, type Operation } from "../outbox/operation.ts";
import { type Outbox } from "../outbox/outbox.ts";
import { type Index } from "../indexer/index.ts";
import { admitOrganisation, appointBureau } from "../ledger/agent/actions.ts";
import { offices } from "../ledger/agent/tables.ts";
import { type Keyring } from "./keyring.ts";

export const DEPLOYER = "deployer";
export const COUNCIL_MEMBER = "council-member";
export const KEEPER = "keeper";
export const BUREAU = "data-bureau";

/** What founding needs of a running gateway. */
export interface Founder {
  desk: Desk;
  outbox: Outbox;
  keyring: Keyring;
  /** What is on the ledger already. */
  index: Pick<Index, "rows">;
}

/** The three tiers before any city: the leading group, the bureau, one department. */
const firstOrganisations = [
  {
    code: "leading-group",
    kind: "leading-group",
    name: { zh: "数据治理领导小组", en: "Leading Group for Data Governance" },
  },
  { code: BUREAU, kind: "bureau", name: { zh: "大数据发展管理局", en: "Big-Data Bureau" } },
] as const;

const firstDepartment = {
  code: "first-department",
  kind: "department",
  name: { zh: "第一部门", en: "First Department" },
} as const;

interface NewOrganisation {
  code: string;
  kind: string;
  name: { zh: string; en: string };
}

/** Admits the tiers and these departments, each with a data officer key of its own. Repeating it is harmless. */
export async function foundTiers(
  f: Founder,
  departments: readonly NewOrganisation[] = [firstDepartment],
): Promise<void> {
  const council = f.keyring.named(COUNCIL_MEMBER)!.address;
  const inputs = [...firstOrganisations, ...departments].map((o) => ({
    ...o,
    dataOfficer: f.keyring.ensure(o.code).address,
  }));
  await ensure(f, admitOrganisation as unknown as Action, council, inputs);
  // An appointment makes nothing that `ensure` could find.
  if (f.index.rows.get(offices, "bureau") !== undefined) return;
  const bureau = { organisation: BUREAU, reason: "founding" };
  await ensure(f, appointBureau as unknown as Action, council, [bureau]);
}

const MOST_AT_ONCE = 500;

/** Does what is not done yet, and waits until it is final. What the ledger holds already is left alone. */
export async function ensure(
  f: Founder,
  action: Action,
  key: Hex,
  inputs: readonly unknown[],
): Promise<Operation[]> {
  const missing = inputs.filter((input) => !isDone(f, action, key, input));
  const all: Operation[] = [];
  for (let i = 0; i < missing.length; i += MOST_AT_ONCE) {
    all.push(...(await f.desk.submit(action, key, missing.slice(i, i + MOST_AT_ONCE))));
  }
  await settled(f.outbox, all);
  return all;
}

function isDone(f: Founder, action: Action, key: Hex, input: unknown): boolean {
  try {
    const [element] = f.desk.prepare(action, key, [input]);
    return (action.makes?.(element) ?? []).some(({ id }) => f.desk.exists(id));
  } catch (error) {
    if (error instanceof SuyuanError && error.code === "LEDGER_SUBJECT_EXISTS") return true;
    throw error;
  }
}

/** Resolves when all of these are final. Throws the first refusal. */
export async function settled(outbox: Outbox, operations: readonly Operation[]): Promise<void> {
  while (operations.some((o) => isOpen(o.status))) await once(outbox, "operation");
  const refused = operations.find((o) => o.status.state === "refused");
  if (refused?.status.state === "refused") throw new SuyuanError(refused.status.code, refused.status.details);
}
