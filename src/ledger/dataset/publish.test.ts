import { describe, expect, test } from "vitest";
import { committed, contentOf, PlainLedger } from "../../../test/support/samples.ts";
import { type Preparation } from "../../core/action.ts";
import { SuyuanError } from "../../core/errors.ts";
import { ZERO32 } from "../../core/hex.ts";
import { hashOfIds, organisationId, runId, versionId } from "../../core/ids.ts";
import { bits, declare, gradeOf, has } from "../../core/states.ts";
import { publishVersion } from "./publish.ts";

const ledger = new PlainLedger();
const weather = ledger.as(ledger.department("weather"));
const traffic = ledger.as(ledger.department("traffic"));
const daily = ledger.register("weather/daily");
const monthly = ledger.register("weather/monthly");
const open = ledger.register("traffic/open", { unconditional: true, grade: "general-2" });
const closed = ledger.register("traffic/closed");
const secret = ledger.register("weather/secret", { grade: "important" });
const patients = ledger.register("weather/patients", { personal: true, grade: "general-4" });
const [a, b, c] = ["a", "b", "c"].map((what) => ledger.publish(daily, what));
const shared = ledger.publish(open, "shared");
const foreign = ledger.publish(closed, "foreign");
const classified = ledger.publish(secret, "classified");
const patient = ledger.publish(patients, "patient");
const recalled = ledger.publish(daily, "recalled", bits.recalled);
const withdrawn = ledger.publish(daily, "withdrawn", bits.withdrawn);
const affected = ledger.publish(daily, "affected", bits.affected);

function prepare(input: Record<string, unknown>, as: Preparation = weather) {
  const given = { dataset: "weather/monthly", content: contentOf("content"), ...input };
  return publishVersion.prepare(publishVersion.input.parse(given), as);
}

function refusal(input: Record<string, unknown>, as?: Preparation): SuyuanError {
  try {
    prepare(input, as);
  } catch (error) {
    if (error instanceof SuyuanError) return error;
    throw error;
  }
  throw new Error("it was not refused");
}

describe("parents", () => {
  test("are sorted, whatever order they are given in, and make the same version", () => {
    const orders = [
      [a!, b!, c!],
      [c!, a!, b!],
      [b!, c!, a!],
    ].map((all) => prepare({ parents: all.map((v) => v.id) }));
    const sorted = [a!.id, b!.id, c!.id].sort();
    for (const e of orders) expect(e).toEqual(orders[0]);
    expect(orders[0]!.parents).toEqual(sorted);
  });

  test("may be named by number or as the latest", () => {
    const byNumber = prepare({ parents: ["weather/daily@1", "weather/daily@2"] });
    expect(byNumber.parents).toEqual([a!.id, b!.id].sort());
    expect(prepare({ parents: ["traffic/open@latest"] }).parents).toEqual([shared.id]);
  });

  test.each([
    ["that is unknown", [`0x04${"00".repeat(31)}`], "THING_UNKNOWN"],
    ["whose number there is not", ["weather/daily@99"], "THING_UNKNOWN"],
    ["of a dataset there is not", ["weather/none@latest"], "THING_UNKNOWN"],
    ["that was recalled", [recalled.id], "LEDGER_PARENT_RECALLED"],
    ["that was withdrawn", [withdrawn.id], "LEDGER_PARENT_WITHDRAWN"],
    ["that is named twice", [a!.id, a!.id], "LEDGER_PARENTS_OUT_OF_ORDER"],
    ["named twice, once by number", [a!.id, "weather/daily@1"], "LEDGER_PARENTS_OUT_OF_ORDER"],
    ["of another department, shared on conditions", [foreign.id], "LEDGER_GRANT_REQUIRED"],
  ])("one %s is refused", (_, parents, code) => {
    const error = refusal({ parents });
    expect(error.code).toBe(code);
    expect(error.details.field).toBe("parents");
    expect(error.details.value).toBeTruthy();
    expect(error.message).not.toContain("—");
  });

  test("one that is affected by a recall may still be used: the child is affected too", () => {
    expect(prepare({ parents: [affected.id] }).parents).toEqual([affected.id]);
  });

  test("one of another department, shared without conditions, needs no grant and is not shown", () => {
    const e = prepare({ parents: [shared.id, a!.id] });
    expect(e.shown.map((p) => p.content)).toEqual([a!.content]);
    expect(e.under).toEqual([]);
  });

  test("more than 256 are refused", () => {
    const many = Array.from({ length: 257 }, () => a!.id);
    expect(
      publishVersion.input.safeParse({ dataset: "weather/monthly", content: contentOf("x"), parents: many })
        .success,
    ).toBe(false);
  });
});

describe("grade and personal flag", () => {
  test("are the highest of the dataset and the parents, when left out", () => {
    const grades = [[], [shared.id], [classified.id, a!.id]].map((parents) =>
      gradeOf(prepare({ parents }).state),
    );
    expect(grades).toEqual(["general-1", "general-2", "important"]);
    expect(has(prepare({ parents: [patient.id] }).state, "personal")).toBe(true);
    expect(has(prepare({ parents: [a!.id] }).state, "personal")).toBe(false);
  });

  test("may be declared higher", () => {
    const e = prepare({ parents: [shared.id], grade: "core", personal: true });
    expect(e.state).toBe(declare({ grade: "core", personal: true, unconditional: false }));
  });

  test("may not be declared lower", () => {
    const error = refusal({ parents: [shared.id], grade: "general-1" });
    expect(error.code).toBe("LEDGER_GRADE_TOO_LOW");
    expect(error.details).toMatchObject({ field: "grade", declared: "general-1", required: "general-2" });
    expect(refusal({ parents: [patient.id], personal: false }).code).toBe("LEDGER_PERSONAL_NOT_DECLARED");
    expect(refusal({ dataset: "weather/secret", grade: "general-4" }).code).toBe("LEDGER_GRADE_TOO_LOW");
  });

  test("sharing follows the dataset, not the parents", () => {
    expect(has(prepare({ parents: [shared.id] }).state, "unconditional")).toBe(false);
    const own = prepare({ dataset: "traffic/open", parents: [] }, traffic);
    expect(has(own.state, "unconditional")).toBe(true);
  });
});

describe("content", () => {
  const content = contentOf("content");

  test("of general data is on the ledger as it is", () => {
    expect(prepare({})).toMatchObject({ content: content.sha256, sm3: content.sm3, size: content.size });
  });

  test.each([
    ["a personal dataset", { dataset: "weather/patients" }],
    ["a dataset above general", { dataset: "weather/secret" }],
    ["a version with a personal parent", { parents: [patient.id] }],
    ["a version with an important parent", { parents: [classified.id] }],
    ["a version declared personal", { personal: true }],
    ["a version declared core", { grade: "core" }],
  ])("of %s is a commitment, and its size is hidden", (_, input) => {
    const e = prepare(input);
    const hidden = committed(e.dataset, content);
    expect(e).toMatchObject({ content: hidden.sha256, sm3: hidden.sm3, size: 0 });
    const told = JSON.stringify(e);
    expect([content.sha256, content.sm3].filter((d) => told.includes(d))).toEqual([]);
  });

  test("of one version is committed for its dataset alone", () => {
    const [one, other] = [prepare({ dataset: "weather/secret" }), prepare({ dataset: "weather/patients" })];
    expect(one.content).not.toBe(other.content);
  });
});

describe("the version's id", () => {
  test("binds dataset, content, run and parents", () => {
    const e = prepare({ parents: [b!.id, a!.id], run: { job: "clean", name: "r-1" } });
    const run = runId(organisationId("weather"), "clean", ZERO32, "r-1");
    expect(e.runId).toBe(run);
    const parentsHash = hashOfIds([a!.id, b!.id].sort());
    const { dataset, content } = e;
    expect(e.id).toBe(versionId({ dataset, content, run, parentsHash, underHash: hashOfIds([]) }));
  });

  test("is the same when the same content is anchored again, and another when anything differs", () => {
    const base = prepare({ parents: [a!.id] });
    expect(prepare({ parents: [a!.id] }).id).toBe(base.id);
    const others = [
      prepare({ parents: [b!.id] }),
      prepare({ parents: [] }),
      prepare({ parents: [a!.id], content: contentOf("other") }),
      prepare({ parents: [a!.id], run: { job: "anchor", name: "again" } }),
      prepare({ parents: [a!.id], run: { job: "clean" } }),
      prepare({ parents: [a!.id], dataset: "weather/daily" }),
    ].map((e) => e.id);
    expect(new Set([base.id, ...others]).size).toBe(others.length + 1);
  });

  test("of what is on the ledger already is refused before anything is accepted", () => {
    const again = new PlainLedger();
    const key = again.department("weather");
    again.register("weather/monthly");
    const as = again.as(key);
    const e = prepare({}, as);
    again.versions.set(e.id, {
      id: e.id,
      dataset: e.dataset,
      state: e.state,
      content: e.content,
      run: e.runId,
      parents: [],
      under: [],
    });
    expect(refusal({}, as).code).toBe("LEDGER_SUBJECT_EXISTS");
    expect(prepare({ run: { job: "anchor", name: "another run" } }, as).id).not.toBe(e.id);
  });

  test("of what is on the ledger already is said to be there, whatever became of its parents since", () => {
    const again = new PlainLedger();
    const as = again.as(again.department("weather"));
    const source = again.publish(again.register("weather/daily"), "source");
    const monthly = again.register("weather/monthly");
    const e = prepare({ parents: [source.id] }, as);
    const { id, state, content, runId: run, parents, under } = e;
    again.versions.set(id, { id, dataset: monthly.id, state, content, run, parents, under });
    again.versions.set(source.id, { ...source, state: source.state | bits.recalled });
    expect(refusal({ parents: [source.id] }, as).code).toBe("LEDGER_SUBJECT_EXISTS");
    const other = { parents: [source.id], content: contentOf("other") };
    expect(refusal(other, as).code).toBe("LEDGER_PARENT_RECALLED");
  });
});

describe("a correction", () => {
  test("names a version of the same dataset and shows what it is made of", () => {
    const before = ledger.publish(monthly, "wrong");
    const e = prepare({ corrects: before.id, parents: [a!.id] });
    expect(e.corrects).toBe(before.id);
    expect(e.shown.map((p) => p.content)).toEqual([a!.content, before.content]);
    expect(publishVersion.names!(e)).toContain(before.id);
  });

  test("of another dataset's version is refused", () => {
    const error = refusal({ corrects: a!.id });
    expect(error.code).toBe("LEDGER_CORRECTS_OTHER_DATASET");
    expect(error.details.field).toBe("corrects");
  });

  test("of a version there is not is refused", () => {
    expect(refusal({ corrects: "weather/monthly@77" }).details.field).toBe("corrects");
  });
});

describe("who may publish", () => {
  test("only the dataset's owner, whose code the refusal names", () => {
    const error = refusal({ dataset: "traffic/open" });
    expect(error.code).toBe("LEDGER_DATASET_NOT_YOURS");
    expect(error.details).toMatchObject({ field: "dataset", value: "traffic/open", owner: "traffic" });
  });

  test("nobody with a key the ledger does not know", () => {
    const stranger = ledger.as(`0x${"ee".repeat(20)}`);
    expect(refusal({}, stranger).code).toBe("LEDGER_KEY_UNKNOWN");
  });

  test("nothing in a dataset there is not", () => {
    expect(refusal({ dataset: "weather/none" }).code).toBe("THING_UNKNOWN");
  });
});

describe("a batch", () => {
  test("lists each run once, and every publication points to its own", () => {
    const runs = [{ job: "x" }, { job: "y" }, { job: "x" }].map((r, i) => ({ ...r, name: `r-${i % 2}` }));
    const elements = runs.map((run, i) => prepare({ run, content: contentOf(`c-${i}`) }));
    const args = publishVersion.args(3n, elements) as {
      runs: { job: string }[];
      publications: { run: number }[];
    };
    expect(args.runs.map((r) => r.job)).toEqual(["x", "y"]);
    expect(args.publications.map((p) => p.run)).toEqual([0, 1, 0]);
  });
});
