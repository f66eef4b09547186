import { setTimeout as sleep } from "node:timers/promises";
import { type Hex } from "../../../src/core/hex.ts";
import { actionNamed } from "../../../src/ledger/definitions.ts";
import { type Operation } from "../../../src/outbox/operation.ts";
import { settled } from "../../../src/ops/founding.ts";
import { type Reply, type Asking, serveCity } from "../../../src/http/fixtures/served.ts";
import { type Gateway } from "../../../src/gateway.ts";
import { contentOf } from "../../support/samples.ts";
import { Wallet } from "./wallet.ts";

/** Bytes a body may have here: the bound is the same code whatever it is. */
export const BODY_BYTES = 64 * 1024;

/** API keys by what is wrong with them, or what they may not do. */
export type KeyName = "reader" | "meteorologist" | "both" | "manager" | "expired" | "revoked";

/** A small city whose every version, key and organisation stands for one thing that can be wrong. */
export interface City {
  gateway: Gateway;
  url: string;
  data: string;
  admin: string;
  /** Ids by reference. */
  ids: Record<string, Hex>;
  keys: Record<KeyName, string>;
  /** A key of meteorology's that this gateway does not hold. */
  wallet: Wallet;
  /** What the gateway could not put into the catalogue's words. There should be nothing. */
  failures(): unknown[];
  ask(path: string, asking?: Asking): Promise<Reply>;
  act(action: string, as: string, ...inputs: unknown[]): Promise<Operation[]>;
  /** Until nothing is on its way any more, on disk as well. */
  rest(): Promise<void>;
  close(): Promise<void>;
}

export async function foundCity(): Promise<City> {
  const settings = { bodyBytes: BODY_BYTES, anonymousPerMinute: 0 };
  const { log, ...served } = await serveCity({ keeper: false }, settings);
  const { desk, keyring, outbox } = served.gateway;
  const city: City = {
    ...served,
    ids: {},
    keys: {} as City["keys"],
    wallet: Wallet.of("meteorology's own signing device"),
    failures: () => log.filter(({ event }) => event === "http.failed" || event === "lane.problem"),
    async act(action, as, ...inputs) {
      const key = keyring.ensure(as).address;
      const operations = await desk.submit(actionNamed(action)!, key, inputs);
      await settled(outbox, operations);
      return operations;
    },
    async rest() {
      while (outbox.size.operations > 0) await sleep(2);
    },
  };
  try {
    await furnish(city);
  } catch (error) {
    // Or its node would outlive the tests.
    await city.close();
    throw error;
  }
  return city;
}

async function furnish(city: City): Promise<void> {
  const keys = makeKeys(city);
  await admitPeople(city);
  await fillCatalogue(city);
  await publishVersions(city);
  await suspend(city);
  city.keys = await keys;
  await city.rest();
}

/** Officer keys of meteorology, each with something missing, and a department that will be suspended. */
async function admitPeople({ act, gateway, wallet }: City): Promise<void> {
  const key = (name: string) => gateway.keyring.ensure(name).address;
  const name = { zh: "文旅局", en: "Culture and tourism" };
  await act("admit-organisation", "council-member", {
    code: "culture",
    name,
    dataOfficer: key("culture"),
  });
  await act(
    "grant-key",
    "meteorology",
    { key: key("lapsed-key"), from: 0, until: 1_000_000 },
    { key: key("future-key"), from: 2 ** 40 },
    { key: key("recall-only"), permissions: ["recall"] },
    { key: key("suspended-key") },
    { key: key("spare-key") },
    { key: wallet.address },
  );
}

const name = { zh: "名称", en: "Name" };

async function fillCatalogue({ act }: City): Promise<void> {
  await act("register-domain", "data-bureau", { code: "climate", name });
  const dataset = (code: string, more: object) => ({ code, domain: "climate", name, ...more });
  await act(
    "register-dataset",
    "meteorology",
    dataset("open", { sharing: "unconditional" }),
    dataset("closed", {}),
    dataset("graded", { grade: "general-3" }),
    dataset("personal", { personal: true }),
    dataset("important", { grade: "important" }),
  );
  await act(
    "register-dataset",
    "transport",
    dataset("own", {}),
    dataset("trips", { sharing: "unconditional" }),
  );
  await act("register-dataset", "culture", dataset("films", { sharing: "unconditional" }));
}

async function publishVersions({ act, ids }: City): Promise<void> {
  const publish = async (as: string, dataset: string, ...contents: string[]) => {
    const inputs = contents.map((text) => ({ dataset: `${as}/${dataset}`, content: contentOf(text) }));
    const made = await act("publish-version", as, ...inputs);
    made.forEach((o, i) => (ids[`${as}/${dataset}@${i + 1}`] = (o.element as { id: Hex }).id));
  };
  await publish("meteorology", "open", "open", "recalled", "withdrawn", "corrected");
  await publish("meteorology", "closed", "closed");
  await publish("meteorology", "graded", "graded");
  await publish("meteorology", "personal", "personal");
  await publish("meteorology", "important", "important");
  await publish("transport", "own", "own");
  await publish("culture", "films", "films");
  const note = "for the tests";
  const quality = { reason: "quality", note };
  await act("recall-version", "meteorology", { version: ids["meteorology/open@2"], ...quality });
  const withdrawn = { version: ids["meteorology/open@3"], reason: "superseded", note };
  await act("withdraw-version", "meteorology", withdrawn);
}

async function suspend({ act, gateway }: City): Promise<void> {
  const key = gateway.keyring.named("suspended-key")!.address;
  await act("suspend-key", "meteorology", { key, reason: "lost" });
  const standing = { organisation: "culture", reason: "for the tests" };
  await act("suspend-organisation", "council-member", standing);
}

/** Long enough that it is not over before it is made, on a busy machine too. */
const SHORT_LIFE_MS = 1_000;

async function makeKeys(city: City): Promise<City["keys"]> {
  const make = async (scopes: string[], officers: string[], more: object = {}) => {
    const body = { label: "for the tests", scopes, officers, ...more };
    const { status, body: made } = await city.ask("/v1/access-keys", { body });
    if (status !== 201) throw new Error(`no API key: ${JSON.stringify(made)}`);
    return made as { id: string; secret: string };
  };
  const over = Date.now() + SHORT_LIFE_MS;
  const expired = await make(["read"], [], { expires: new Date(over).toISOString() });
  const revoked = await make(["read"], []);
  await city.ask(`/v1/access-keys/${revoked.id}`, { method: "DELETE" });
  const keys = {
    reader: (await make(["read"], [])).secret,
    meteorologist: (await make(["act"], ["meteorology"])).secret,
    both: (await make(["read", "act"], ["meteorology", "transport"])).secret,
    manager: (await make(["manage"], [])).secret,
    expired: expired.secret,
    revoked: revoked.secret,
  };
  await sleep(Math.max(0, over + 1 - Date.now()));
  return keys;
}
