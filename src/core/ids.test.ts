import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { keccakText } from "./hash.ts";
import { type Hex, ZERO32 } from "./hex.ts";
import * as ids from "./ids.ts";

/** What contracts/lib/Ids.sol makes of the same words. */
interface Vectors {
  organisation: { code: string; id: Hex }[];
  domain: { code: string; id: Hex }[];
  dataset: { organisation: Hex; code: string; id: Hex }[];
  run: { organisation: Hex; job: string; code: Hex; name: string; id: Hex }[];
  version: { note: string; dataset: Hex; content: Hex; run: Hex; parents: Hex[]; under: Hex[]; id: Hex }[];
  supply: { dataset: Hex; id: Hex }[];
  request: { consumer: Hex; dataset: Hex; name: string; id: Hex }[];
  grant: { request: Hex; amended: Hex; id: Hex }[];
  delivery: { grant: Hex; version: Hex; name: string; id: Hex }[];
  calendar: { year: number; id: Hex }[];
  consent: { dataset: Hex; name: string; id: Hex }[];
  assessment: { code: string; id: Hex }[];
  evidence: { version: Hex; id: Hex }[];
}

const file = join(import.meta.dirname, "../../test/vectors/ids.json");
const vectors = JSON.parse(readFileSync(file, "utf8")) as Vectors;

describe("ids are those of the contracts", () => {
  test.each(vectors.organisation)("organisation $code", ({ code, id }) => {
    expect(ids.organisationId(code)).toBe(id);
    expect(ids.kindOf(id)).toBe("organisation");
  });

  test.each(vectors.domain)("domain $code", ({ code, id }) => {
    expect(ids.domainId(code)).toBe(id);
  });

  test.each(vectors.dataset)("dataset $code", ({ organisation, code, id }) => {
    expect(ids.datasetId(organisation, code)).toBe(id);
    expect(ids.kindOf(id)).toBe("dataset");
  });

  test.each(vectors.run)("run $name of $job", ({ organisation, job, code, name, id }) => {
    expect(ids.runId(organisation, job, code, name)).toBe(id);
  });

  test.each(vectors.version)("version: $note", ({ dataset, content, run, parents, under, id }) => {
    const parentsHash = ids.hashOfIds(parents);
    const underHash = ids.hashOfIds(ids.canonicalUnder(under));
    expect(ids.versionId({ dataset, content, run, parentsHash, underHash })).toBe(id);
    expect(ids.kindOf(id)).toBe("version");
  });

  test.each(vectors.supply)("supply item of $dataset", ({ dataset, id }) => {
    expect(ids.supplyId(dataset)).toBe(id);
  });

  test.each(vectors.request)("request $name", ({ consumer, dataset, name, id }) => {
    expect(ids.requestId(consumer, dataset, name)).toBe(id);
  });

  test.each(vectors.grant)("grant in place of $amended", ({ request, amended, id }) => {
    expect(ids.grantId(request, amended)).toBe(id);
  });

  test.each(vectors.delivery)("delivery $name", ({ grant, version, name, id }) => {
    expect(ids.deliveryId({ grant, version, nameHash: keccakText(name) })).toBe(id);
  });

  test.each(vectors.calendar)("working days of $year", ({ year, id }) => {
    expect(ids.calendarId(year)).toBe(id);
  });

  test.each(vectors.consent)("consent $name", ({ dataset, name, id }) => {
    expect(ids.consentId(dataset, name)).toBe(id);
    expect(ids.kindOf(id)).toBe("consent");
  });

  test.each(vectors.assessment)("assessment $code", ({ code, id }) => {
    expect(ids.assessmentId(code)).toBe(id);
    expect(ids.kindOf(id)).toBe("assessment");
  });

  test.each(vectors.evidence)("evidence about $version", ({ version, id }) => {
    expect(ids.evidenceId(version)).toBe(id);
    expect(ids.kindOf(id)).toBe("evidence");
  });

  test("there are vectors of every kind", () => {
    expect(
      Object.values(vectors)
        .filter(Array.isArray)
        .map((v) => v.length > 1),
    ).toEqual(Array(13).fill(true));
  });
});

describe("what an id says", () => {
  test("an unknown first byte names no kind", () => {
    expect(ids.kindOf(ZERO32)).toBeUndefined();
    expect(ids.kindOf(`0x0e${"11".repeat(31)}`)).toBeUndefined();
    expect(ids.kindOf(ids.SPINE_SUBJECT)).toBe("spine");
  });

  test("grants that are all zero are no list; one that is not keeps the others' places", () => {
    const grant: Hex = `0x05${"ab".repeat(31)}`;
    expect(ids.canonicalUnder([ZERO32, ZERO32])).toEqual([]);
    expect(ids.canonicalUnder([])).toEqual([]);
    expect(ids.canonicalUnder([ZERO32, grant])).toEqual([ZERO32, grant]);
  });

  test("parents in another order make another id, so they are sorted before", () => {
    const [a, b]: Hex[] = [`0x04${"11".repeat(31)}`, `0x04${"22".repeat(31)}`];
    expect(ids.hashOfIds([a!, b!])).not.toBe(ids.hashOfIds([b!, a!]));
  });
});
