import { expect, test } from "vitest";
import { type Hex } from "../../src/core/hex.ts";
import { instant } from "../../src/core/instant.ts";
import { fsck } from "../../src/indexer/fsck.ts";
import { queries } from "../../src/ledger/queries.ts";
import { Given } from "../support/given.ts";
import { contentOf } from "../support/samples.ts";

// Answers are looked at as the plain JSON they are.
/* eslint-disable @typescript-eslint/no-explicit-any */

const DIGEST = `0x${"11".repeat(32)}`;

async function ask(given: Given, name: string, input: object): Promise<any> {
  const found = queries.find((q) => q.name === name)!;
  const { sources } = given.gateway;
  const everything = {
    ...sources,
    graph: sources.graph,
    reader: { everything: true, organisations: new Set<Hex>() },
  };
  return found.run(found.input.parse(input), everything as never);
}

const refused = (done: Promise<unknown>) =>
  done.then(
    () => "accepted",
    (e: { code: string }) => e.code,
  );

/** Two hospitals; the first one's records are about people, important, and for named officers only. */
async function hospitals(): Promise<Given> {
  const given = await Given.city(["hospital-a", "hospital-b", "university"]);
  await given.domain("health");
  const graded = { grade: "important", personal: true, least: true };
  await given.dataset("hospital-a/records", "health", graded);
  await given.dataset("hospital-b/studies", "health", { ...graded, personal: true });
  await given.dataset("hospital-a/figures", "health", { sharing: "unconditional" });
  const supplied = { sharing: "conditional", terms: "for care", fields: ["patient", "finding"] };
  await given.done("list-supply", "hospital-a", [{ dataset: "hospital-a/records", ...supplied }]);
  return given;
}

test("medical records pass between two hospitals under every gate, until a consent is withdrawn", async () => {
  const given = await hospitals();
  const { gateway } = given;
  const desk = gateway.keyring.ensure("hospital-b-desk").address;
  await given.done("grant-key", "hospital-b", [{ key: desk }]);
  await given.done("publish-version", "hospital-a", [
    { dataset: "hospital-a/records", content: contentOf("records") },
  ]);
  await given.done("file-request", "hospital-b", [
    { dataset: "hospital-a/records", purpose: "research", scenario: "a study", onward: true },
  ]);
  await given.done("pass-request", "data-bureau", [{ request: "R1" }]);
  const grant = (more: object) => given.done("issue-grant", "hospital-a", [{ request: "R1", ...more }]);

  expect(await refused(grant({ officers: [desk] }))).toBe("LEDGER_CLEARANCE_MISSING");
  await given.done("set-clearance", "data-bureau", [
    { organisation: "hospital-b", purpose: "research", grade: "important" },
  ]);
  expect(await refused(grant({ officers: [desk] }))).toBe("LEDGER_CONSENT_MISSING");
  for (const name of ["ward 1", "ward 2"])
    await given.done("record-consent", "hospital-a", [
      { dataset: "hospital-a/records", name, statement: `${name}: for research` },
    ]);
  expect(await refused(grant({}))).toBe("LEDGER_LEAST_AUTHORISATION");
  await grant({ officers: [desk] });
  expect(await ask(given, "gates", { grant: "G1" })).toMatchObject({
    clearance: { needed: "important", cleared: "important", holds: true },
    consent: { standing: 2, holds: true },
    named: { officers: [desk] },
    crossing: null,
  });

  const deliver = () =>
    given.done("deliver", "hospital-a", [{ grant: "G1", version: "hospital-a/records@1" }]);
  expect(await refused(deliver())).toBe("LEDGER_VERSION_WITHOUT_CONSENT");
  const own = await ask(given, "version-consents", { version: "hospital-a/records@1" });
  expect(own).toMatchObject({ personal: true, barred: true, cited: [] });
  expect(own.citable).toEqual([
    { version: "hospital-a/records@1", consent: "C1" },
    { version: "hospital-a/records@1", consent: "C2" },
  ]);
  await given.done("cite-consent", "hospital-a", own.citable);
  await deliver();
  const receipt = { delivery: "D1", content: contentOf("records") };
  expect(await refused(given.done("receive-delivery", "hospital-b", [receipt]))).toBe(
    "LEDGER_OFFICER_NOT_NAMED",
  );
  await given.done("receive-delivery", "hospital-b-desk", [receipt]);

  const study = {
    dataset: "hospital-b/studies",
    content: contentOf("study"),
    parents: ["hospital-a/records@1"],
    under: ["G1"],
  };
  expect(await refused(given.done("publish-version", "hospital-b", [study]))).toBe(
    "LEDGER_OFFICER_NOT_NAMED",
  );
  await given.done("publish-version", "hospital-b-desk", [study]);
  const inherited = await ask(given, "version-consents", { version: "hospital-b/studies@1" });
  expect(inherited.citable).toEqual([
    { version: "hospital-b/studies@1", consent: "C1", through: "hospital-a/records@1" },
    { version: "hospital-b/studies@1", consent: "C2", through: "hospital-a/records@1" },
  ]);
  await given.done("cite-consent", "hospital-b-desk", [inherited.citable[1]]);
  await given.done("publish-version", "hospital-b", [
    { dataset: "hospital-b/studies", content: contentOf("extract"), parents: ["hospital-b/studies@1"] },
  ]);

  const { block } = (
    await given
      .done("withdraw-consent", "hospital-a", [
        { consent: "C2", reason: "subject-withdrew", note: "ward 2 has second thoughts" },
      ])
      .then(() => ask(given, "consent", { consent: "C2" }))
  ).withdrawn;
  const at = `${block}`;
  for (const version of ["hospital-a/records@1", "hospital-b/studies@1", "hospital-b/studies@2"])
    expect(await ask(given, "version", { version, at })).toMatchObject({ standing: "affected" });
  expect(await ask(given, "version", { version: "hospital-b/studies@1", at: `${block - 1}` })).toMatchObject({
    standing: "current",
  });
  const marked = async () =>
    Promise.all(
      ["hospital-a/records@1", "hospital-b/studies@1", "hospital-b/studies@2"].map(
        async (version) => (await ask(given, "version", { version })).affected,
      ),
    );
  await expect.poll(marked, { timeout: 5_000 }).not.toContain(null);
  const times = (await marked()).map((m) => Date.parse(m.time));
  const withdrawnAt = Date.parse(instant(gateway.index.block(block)!.time));
  expect(Math.max(...times) - withdrawnAt).toBeLessThanOrEqual(2_000);
  expect(
    await refused(
      given.done("deliver", "hospital-a", [{ grant: "G1", version: "hospital-a/records@1", name: "again" }]),
    ),
  ).toBe("LEDGER_VERSION_NOT_DELIVERABLE");
  const owed = await ask(given, "duties", { organisation: "hospital-b", kind: "acknowledge" });
  expect(owed.items).toMatchObject([{ version: "hospital-a/records@1", deadline: null }]);
  const story = await ask(given, "consent", { consent: "C2" });
  expect(story.versions.items.map((v: any) => [v.version, v.through, v.marked])).toEqual([
    ["hospital-a/records@1", null, true],
    ["hospital-b/studies@1", "hospital-a/records@1", true],
  ]);
  const { level, identity } = { level: gateway.index.store, identity: gateway.index.identity };
  expect(await fsck(level, identity, gateway.port.node)).toEqual([]);
});

test("figures without people are opened to everybody once another officer approved how they were made", async () => {
  const given = await hospitals();
  await given.done("publish-version", "hospital-a", [
    { dataset: "hospital-a/records", content: contentOf("records") },
  ]);
  const made = {
    dataset: "hospital-a/figures",
    content: contentOf("figures"),
    parents: ["hospital-a/records@1"],
    run: { job: "count", name: "first" },
  };
  const publish = (as = "hospital-a") => given.done("publish-version", as, [{ ...made, grade: "general-1" }]);
  expect(await refused(publish())).toBe("LEDGER_GRADE_TOO_LOW");
  const proposal = {
    ...made,
    grade: "general-1",
    method: "aggregation",
    report: DIGEST,
    note: "counts over ten",
  };
  await given.done("propose-desensitisation", "hospital-a", [proposal]);
  expect(await refused(publish())).toBe("LEDGER_EVIDENCE_NOT_APPROVED");
  expect(await refused(given.done("approve-desensitisation", "hospital-a", [{ evidence: "E1" }]))).toBe(
    "LEDGER_OWN_EVIDENCE",
  );
  const waiting = await ask(given, "evidence", { decision: "waited" });
  expect(waiting.items).toMatchObject([
    { name: "E1", grade: "general-1", published: false, maker: given.keyOf("hospital-a") },
  ]);
  const desk = given.gateway.keyring.ensure("hospital-a-desk").address;
  await given.done("grant-key", "hospital-a", [{ key: desk }]);
  await given.done("reject-desensitisation", "hospital-a-desk", [{ evidence: "E1", note: "tens are left" }]);
  expect(await refused(publish())).toBe("LEDGER_EVIDENCE_NOT_APPROVED");
  await given.done("propose-desensitisation", "hospital-a", [
    { ...proposal, report: `0x${"22".repeat(32)}` },
  ]);
  await given.done("approve-desensitisation", "hospital-a-desk", [{ evidence: "E1" }]);
  expect(await refused(publish("hospital-a-desk"))).toBe("LEDGER_OWN_EVIDENCE");
  await publish();
  expect(await ask(given, "version", { version: "hospital-a/figures@1" })).toMatchObject({
    grade: "general-1",
    personal: false,
    least: false,
    evidence: "E1",
    content: { committed: false, sha256: made.content.sha256 },
  });
  expect(await ask(given, "evidence-item", { evidence: "E1" })).toMatchObject({
    version: "hospital-a/figures@1",
    published: true,
    proposals: 2,
    decision: "approved",
  });
  expect((await ask(given, "evidence", { decision: "waited" })).items).toEqual([]);
  const { gateway } = given;
  expect(await fsck(gateway.index.store, gateway.index.identity, gateway.port.node)).toEqual([]);
});

test("a recipient abroad is refused, and admitted under an assessment for as long as it stands", async () => {
  const given = await Given.city(["port", "university"]);
  await given.domain("trade");
  await given.dataset("port/arrivals", "trade", { grade: "general-2" });
  const supplied = { sharing: "conditional", terms: "for research", fields: ["ship", "day"] };
  await given.done("list-supply", "port", [{ dataset: "port/arrivals", ...supplied }]);
  await given.done("publish-version", "port", [{ dataset: "port/arrivals", content: contentOf("arrivals") }]);
  const asked = { dataset: "port/arrivals", purpose: "research", scenario: "with a partner", abroad: true };
  await given.done("file-request", "university", [{ ...asked, duration: 30 }]);
  await given.done("pass-request", "data-bureau", [{ request: "R1" }]);
  const grant = (assessment?: string) => given.done("issue-grant", "port", [{ request: "R1", assessment }]);
  expect(await refused(grant())).toBe("LEDGER_ASSESSMENT_MISSING");
  const now = Math.floor(Date.now() / 1000);
  const assessment = {
    code: "DSA-2026-0137",
    consumer: "university",
    dataset: "port/arrivals",
    until: now + 90 * 86_400,
    recipient: "An institute abroad",
    document: DIGEST,
  };
  await given.done("record-assessment", "data-bureau", [assessment]);
  await grant("DSA-2026-0137");
  await given.done("deliver", "port", [{ grant: "G1", version: "port/arrivals@1" }]);
  expect(await ask(given, "gates", { grant: "G1" })).toMatchObject({
    clearance: null,
    consent: null,
    named: null,
    crossing: { assessment: "DSA-2026-0137", holds: true },
  });
  await given.done("revoke-assessment", "data-bureau", [
    { assessment: "DSA-2026-0137", reason: "recipient-changed" },
  ]);
  const again = { grant: "G1", version: "port/arrivals@1", name: "second" };
  expect(await refused(given.done("deliver", "port", [again]))).toBe("LEDGER_ASSESSMENT_ALREADY_REVOKED");
  const { gateway } = given;
  expect(await fsck(gateway.index.store, gateway.index.identity, gateway.port.node)).toEqual([]);
});
