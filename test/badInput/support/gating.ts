import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll } from "vitest";
import { contentOf } from "../../support/samples.ts";
import { type City, foundCity } from "./city.ts";

const name = { zh: "名称", en: "Name" };
const DIGEST = `0x${"11".repeat(32)}`;
const LATER = 2 ** 40;
export const records = "meteorology/records";
/** How long a clearance holds that is to have lapsed when the tests begin. */
const SHORT_S = 4;

/**
 * Everything that the gates ask for, there and not there.
 * - records: important, personal, for named officers. @1 cites C1; @2 cites C1 and C2, which was withdrawn; @3 none.
 * - people: personal, without any consent. closed@2 was declared for named officers.
 * - G1: records for transport's key. G2: closed, abroad, under an assessment that was revoked. G3: closed.
 * - G4: important, for police, whose clearance has lapsed. D1: records@1 under G1.
 * - E1 waits. E2 was approved by the spare key, for general-2. By E3 figures@1 was published as that.
 */
async function furnish({ act, gateway }: City): Promise<void> {
  const key = (of: string) => gateway.keyring.ensure(of).address;
  for (const code of ["police", "hospital"])
    await act("admit-organisation", "council-member", { code, name, dataOfficer: key(code) });
  const dataset = (code: string, more: object) => ({ code, domain: "climate", name, ...more });
  const guarded = { grade: "important", personal: true, least: true };
  await act(
    "register-dataset",
    "meteorology",
    dataset("records", guarded),
    dataset("people", { personal: true }),
    dataset("figures", {}),
  );
  await act("register-dataset", "transport", dataset("studies", guarded), dataset("plain", {}));
  const item = { sharing: "conditional", terms: "for public tasks", fields: ["date", "rain"] };
  const listed = ["records", "people", "closed", "important"];
  await act(
    "list-supply",
    "meteorology",
    ...listed.map((code) => ({ dataset: `meteorology/${code}`, ...item })),
  );
  await clear({ act });
  await consents({ act });
  await assessments({ act });
  await shares({ act, gateway });
  await evidence({ act });
}

type Act = Pick<City, "act">;

async function clear({ act }: Act): Promise<void> {
  const until = Math.floor(Date.now() / 1000) + SHORT_S;
  await act(
    "set-clearance",
    "data-bureau",
    { organisation: "transport", grade: "core" },
    { organisation: "police", purpose: "statistics", grade: "important", until },
  );
}

async function consents({ act }: Act): Promise<void> {
  const of = (label: string) => ({ dataset: records, name: label, statement: "for research" });
  await act("record-consent", "meteorology", of("one"), of("two"));
  const version = (text: string) => ({ dataset: records, content: contentOf(text) });
  await act("publish-version", "meteorology", version("r1"), version("r2"), version("r3"));
  const cite = (at: number, consent: string) => ({ version: `${records}@${at}`, consent });
  await act("cite-consent", "meteorology", cite(1, "C1"), cite(2, "C1"), cite(2, "C2"));
  await act("withdraw-consent", "meteorology", { consent: "C2", reason: "subject-withdrew" });
  const least = { dataset: "meteorology/closed", content: contentOf("named"), least: true };
  await act("publish-version", "meteorology", least);
  await act("publish-version", "meteorology", {
    dataset: "meteorology/people",
    content: contentOf("people"),
  });
}

async function assessments({ act }: Act): Promise<void> {
  const of = (code: string, more: object = {}) => ({
    ...{ code, consumer: "transport", dataset: "meteorology/closed", until: LATER },
    ...{ recipient: "An institute abroad", document: DIGEST, ...more },
  });
  await act(
    "record-assessment",
    "data-bureau",
    of("DSA-1"),
    of("DSA-2"),
    of("DSA-3", { consumer: "police" }),
    of("DSA-4", { dataset: "meteorology/graded" }),
    of("DSA-5", { until: Math.floor(Date.now() / 1000) + 3_600 }),
  );
}

/** R1 to R4 are granted; R5: records, onward; R6: records, in confidence; R7: people; R8: closed, abroad; R9: closed;
 * R10 and R11: important, police's. */
async function shares({ act, gateway }: Act & Pick<City, "gateway">): Promise<void> {
  const why = { purpose: "research", scenario: "a study", duration: 30 };
  const ask = (code: string, label: string, more: object = {}) => ({
    ...{ dataset: `meteorology/${code}`, ...why, name: label, ...more },
  });
  const statistics = { purpose: "statistics" };
  await act(
    "file-request",
    "transport",
    ask("records", "1"),
    ask("closed", "2", { abroad: true }),
    ask("closed", "3"),
  );
  await act("file-request", "police", ask("important", "4", statistics));
  await act(
    "file-request",
    "transport",
    ask("records", "5", { onward: true }),
    ask("records", "6", { confidential: true }),
    ask("people", "7"),
    ask("closed", "8", { abroad: true }),
    ask("closed", "9"),
  );
  await act("file-request", "police", ask("important", "10"), ask("important", "11", statistics));
  const all = Array.from({ length: 11 }, (_, i) => ({ request: `R${i + 1}` }));
  await act("pass-request", "data-bureau", ...all);
  const officers = [gateway.keyring.named("transport")!.address];
  await act(
    "issue-grant",
    "meteorology",
    { request: "R1", officers },
    { request: "R2", assessment: "DSA-2" },
    { request: "R3" },
    { request: "R4" },
  );
  await act("revoke-assessment", "data-bureau", { assessment: "DSA-2", reason: "legal" });
  await act("deliver", "meteorology", { grant: "G1", version: `${records}@1` });
  const desk = gateway.keyring.ensure("transport-desk").address;
  await act("grant-key", "transport", { key: desk });
}

export const figures = (text: string, more: object = {}) => ({
  ...{ dataset: "meteorology/figures", content: contentOf(text), parents: [`${records}@1`], ...more },
});
export const proposal = (text: string, more: object = {}) => ({
  ...figures(text),
  ...{ grade: "general-2", method: "aggregation", report: DIGEST, ...more },
});

async function evidence({ act }: Act): Promise<void> {
  await act(
    "propose-desensitisation",
    "meteorology",
    proposal("waits"),
    proposal("approved"),
    proposal("open"),
  );
  await act("approve-desensitisation", "spare-key", { evidence: "E2" }, { evidence: "E3" });
  await act("publish-version", "meteorology", figures("open", { grade: "general-2" }));
}

/** A city with all of this, for the tests of one file. */
export function gatedCity(): () => City {
  let city: City;
  beforeAll(async () => {
    city = await foundCity();
    const from = Date.now();
    await furnish(city);
    await sleep(Math.max(0, from + (SHORT_S + 2) * 1_000 - Date.now()));
    // A clock in a block, so that the chain too has passed it.
    await city.act("register-domain", "data-bureau", { code: "later", name });
    await city.rest();
  }, 60_000);
  afterAll(() => city.close());
  return () => city;
}
