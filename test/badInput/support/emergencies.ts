import { afterAll, beforeAll } from "vitest";
import { contentOf } from "../../support/samples.ts";
import { type City, foundCity } from "./city.ts";

/**
 * What stands around the loop. Transport and police are named for emergencies, health is not: G1 is
 * transport's, waited for; G2 police's, reported and justified; G3 police's own desk's, reported and found
 * unjustified, so that the desk's lane is closed. G4 (transport's, of meteorology/closed) promises deliveries
 * daily, G5 is suspended and promises them too, G6 promises none. D1 is of a version that was recalled and
 * was answered: deleted. D2 is another's of it, in use; D3 of a version that stands.
 */
async function furnishEmergencies({ act, gateway }: City): Promise<void> {
  await admit(act, gateway);
  const supply = (code: string, cadence: string) => ({
    ...{ dataset: `meteorology/${code}`, sharing: "conditional", terms: "for public tasks" },
    ...{ fields: ["date", "rain"], cadence },
  });
  await act("list-supply", "meteorology", supply("closed", "daily"), supply("graded", "none"));
  await act("list-supply", "meteorology", { ...supply("important", "none"), sharing: "not-shared" });
  await act("name-responder", "data-bureau", { organisation: "transport" }, { organisation: "police" });
  await act("invoke-emergency", "transport", invocation("a flood"));
  await act("invoke-emergency", "police", invocation("a fire"));
  await act("invoke-emergency", "police-desk", invocation("a parade"));
  const reported = [
    { grant: "G2", outcome: "used" },
    { grant: "G3", outcome: "not-used" },
  ];
  await act("report-emergency", "police", ...reported);
  await act(
    "review-emergency",
    "data-bureau",
    { grant: "G2", justified: true },
    { grant: "G3", justified: false, reason: "no-emergency" },
  );
  await promise(act);
  await recall(act);
}

async function admit(act: City["act"], { keyring }: City["gateway"]): Promise<void> {
  const name = { zh: "部门", en: "Department" };
  const department = (code: string) => ({ code, name, dataOfficer: keyring.ensure(code).address });
  await act("admit-organisation", "council-member", department("police"), department("health"));
  await act("grant-key", "police", { key: keyring.ensure("police-desk").address });
}

export const invocation = (incident: string) => ({
  dataset: "meteorology/closed",
  incident,
  scenario: "which roads flood",
  fields: ["rain"],
});

async function promise(act: City["act"]): Promise<void> {
  const asks = (name: string) => ({
    ...{ dataset: "meteorology/closed", purpose: "public-service", scenario: "signals", name },
  });
  await act("file-request", "transport", asks("1"), asks("2"), asks("3"));
  await act("file-request", "transport", { ...asks("4"), dataset: "meteorology/graded" });
  const requests = ["R4", "R5", "R6", "R7"];
  await act("pass-request", "data-bureau", ...requests.map((request) => ({ request })));
  const issues = requests.slice(0, 3).map((request, i) => ({ request, promised: i < 2 }));
  await act("issue-grant", "meteorology", ...issues);
  await act("suspend-grant", "meteorology", { grant: "G5", reason: "quality" });
}

async function recall(act: City["act"]): Promise<void> {
  const dataset = "meteorology/closed";
  await act("publish-version", "meteorology", { dataset, content: contentOf("wrong") });
  const [wrong, right] = [`${dataset}@2`, `${dataset}@1`];
  await act(
    "deliver",
    "meteorology",
    { grant: "G6", version: wrong },
    { grant: "G2", version: wrong },
    { grant: "G6", version: right },
  );
  await act("recall-version", "meteorology", { version: wrong, reason: "quality" });
  await act("acknowledge-recall", "transport", { delivery: "D1", response: "deleted" });
  const inUse = { delivery: "D2", response: "in-use", reason: "legal" };
  await act("acknowledge-recall", "police", inUse);
}

/** A city with all of this, for the tests of one file. */
export function emergencyCity(): () => City {
  let city: City;
  beforeAll(async () => {
    city = await foundCity();
    await furnishEmergencies(city);
    await city.rest();
  });
  afterAll(() => city.close());
  return () => city;
}
