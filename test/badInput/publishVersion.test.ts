import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { contentOf } from "../support/samples.ts";
import { type City, foundCity } from "./support/city.ts";
import { type Refusal, refuses } from "./support/refusals.ts";
import { storeOf } from "./support/store.ts";

let city: City;
beforeAll(async () => (city = await foundCity()));
afterAll(() => city.close());

const path = "/v1/actions/publish-version?as=meteorology";
const content = contentOf("new");
const good = { dataset: "meteorology/open", content };
const hex = (digits: string) => `0x${digits}`;

/** A publication that is right but for this. */
function wrong(
  name: string,
  members: object,
  field: string,
  value: unknown,
  more: Partial<Refusal> = {},
): Refusal {
  const body = { ...good, ...members };
  return { name, path, body, status: 400, code: "INPUT_NOT_VALID", field, value, ...more };
}

const inContent = (name: string, member: string, value: unknown, more: Partial<Refusal> = {}) =>
  wrong(name, { content: { ...content, [member]: value } }, `content.${member}`, value, more);

describe("publish-version refuses members of the wrong kind:", () => {
  refuses(
    () => city,
    [
      wrong("a dataset that is a number", { dataset: 7 }, "dataset", 7),
      wrong("a dataset without its owner", { dataset: "open" }, "dataset", "open"),
      wrong("a dataset in capitals", { dataset: "Meteorology/Open" }, "dataset", "Meteorology/Open"),
      wrong("a missing content", { content: undefined }, "content", null),
      wrong("a list where the content belongs", { content: [content] }, "content", [content], {
        says: ["content", content.sha256],
      }),
      inContent("a digest that is a number", "sha256", 12),
      inContent("a digest in upper case", "sha256", hex("AB".repeat(32))),
      inContent("a digest that is too short", "sha256", hex("ab".repeat(31))),
      inContent("a digest with an odd number of digits", "sha256", hex("a".repeat(63))),
      inContent("a digest that is not hexadecimal", "sm3", hex("zz".repeat(32))),
      inContent("a digest without 0x", "sm3", "ab".repeat(32)),
      inContent("a size as text", "size", "12"),
      inContent("a negative size", "size", -1),
      inContent("a size that is no whole number", "size", 1.5),
      inContent("a size of 2^53", "size", 2 ** 53),
      inContent("a size that is null", "size", null),
      inContent("a member of the content nobody knows", "md5", "d4", { field: "content.md5" }),
      wrong("an object where the parents belong", { parents: {} }, "parents", {}),
      wrong("parents as one text", { parents: "meteorology/open@1" }, "parents", "meteorology/open@1"),
      wrong("a parent that is a number", { parents: [3] }, "parents.0", 3),
      wrong("a parent without a version", { parents: ["meteorology/open"] }, "parents.0", "meteorology/open"),
      wrong("a run without a job", { run: {} }, "run.job", null),
      wrong("a run with an empty job", { run: { job: "" } }, "run.job", ""),
      wrong("a run's code that is no digest", { run: { job: "j", code: "0x12" } }, "run.code", "0x12"),
      wrong("a member of the run nobody knows", { run: { job: "j", host: "h" } }, "run.host", "h"),
      wrong("a schema that is no digest", { schema: "csv" }, "schema", "csv"),
      wrong("a grade nobody knows", { grade: "secret" }, "grade", "secret"),
      wrong("a grade by its number", { grade: 3 }, "grade", 3),
      wrong("“personal” as text", { personal: "yes" }, "personal", "yes"),
      wrong("what it corrects as a list", { corrects: [] }, "corrects", []),
      wrong("a media type that is a boolean", { mediaType: true }, "mediaType", true),
      wrong("a name in one language only", { name: { zh: "雨" } }, "name.en", null),
      wrong("a name in a third language", { name: { zh: "雨", en: "R", fr: "P" } }, "name.fr", "P"),
      wrong("an empty name", { name: { zh: "", en: "R" } }, "name.zh", ""),
      wrong("a member nobody knows", { colour: "blue" }, "colour", "blue"),
    ],
  );
  const raw = (name: string, text: string, field: string, value: unknown): Refusal => ({
    name,
    path,
    text,
    status: 400,
    code: "INPUT_NOT_VALID",
    field,
    value,
  });
  const sized = (size: string) => JSON.stringify(good).replace(/"size":\d+/, `"size":${size}`);
  refuses(
    () => city,
    [
      raw("a size beyond every number", sized("1e999"), "content.size", "Infinity"),
      raw("a size of 2^53 + 1, which no double holds", sized("9007199254740993"), "content.size", 2 ** 53),
      raw(
        "a member called __proto__",
        JSON.stringify(good).replace("{", '{"__proto__":{"grade":"core"},'),
        "__proto__",
        { grade: "core" },
      ),
    ],
  );
});

describe("publish-version refuses text that is too long or no text:", () => {
  const long = (member: string, max: number, members: object, value: string): Refusal =>
    wrong(`${member} of more than ${max}`, members, member, `${value.slice(0, 200)}…`, {
      says: [member, value.slice(0, 100), String(max)],
    });
  const xs = (n: number) => "x".repeat(n);
  refuses(
    () => city,
    [
      long("name.zh", 200, { name: { zh: xs(201), en: "R" } }, xs(201)),
      wrong("mediaType of more than 100", { mediaType: xs(101) }, "mediaType", xs(101)),
      wrong("run.job of more than 120", { run: { job: xs(121) } }, "run.job", xs(121)),
      wrong(
        "a job whose characters fit but whose bytes do not",
        { run: { job: "作业".repeat(30) } },
        "run.job",
        "作业".repeat(30),
        { says: ["run.job", "作业", "128"] },
      ),
      wrong(
        "a run that grows beyond its bytes when it is normalised",
        { run: { job: "j", name: "\u0958".repeat(30) } },
        "run.name",
        "\u0958".repeat(30),
        { says: ["run.name", "128"] },
      ),
      long("dataset", 140, { dataset: `meteorology/${xs(200)}` }, `meteorology/${xs(200)}`),
      wrong("a null character", { mediaType: "text\u0000" }, "mediaType", "text\u0000", {
        says: ["mediaType"],
      }),
      wrong("a control character", { run: { job: "a\u001bb" } }, "run.job", "a\u001bb", {
        says: ["run.job"],
      }),
      {
        name: "257 parents",
        path,
        body: { ...good, parents: Array.from({ length: 257 }, (_, i) => `meteorology/open@${i + 1}`) },
        status: 400,
        code: "INPUT_NOT_VALID",
        field: "parents",
        says: ["parents", "256", "meteorology/open@1"],
      },
    ],
  );
});

describe("publish-version refuses what the ledger does not have or allow:", () => {
  const on = (name: string, members: object, status: number, code: string, rest: Partial<Refusal>): Refusal =>
    wrong(name, members, "", null, { status, code, ...rest });
  const id = (reference: string) => (c: City) => c.ids[reference]!;
  const unknownVersion = `0x04${"ab".repeat(31)}`;
  const unknownDataset = `0x03${"ab".repeat(31)}`;
  refuses(
    () => city,
    [
      on("an unknown dataset", { dataset: "meteorology/none" }, 404, "THING_UNKNOWN", {
        field: "dataset",
        value: "meteorology/none",
      }),
      on("an unknown dataset's id", { dataset: unknownDataset }, 404, "THING_UNKNOWN", {
        field: "dataset",
        value: unknownDataset,
      }),
      on("another department's dataset", { dataset: "transport/own" }, 403, "LEDGER_DATASET_NOT_YOURS", {
        field: "dataset",
        value: "transport/own",
        says: ["transport/own", "transport"],
      }),
      on("an unknown parent", { parents: ["meteorology/open@99"] }, 404, "THING_UNKNOWN", {
        field: "parents",
        value: "meteorology/open@99",
      }),
      on("an unknown parent's id", { parents: [unknownVersion] }, 404, "THING_UNKNOWN", {
        field: "parents",
        value: unknownVersion,
      }),
      on(
        "a parent named twice",
        { parents: ["meteorology/open@1", "meteorology/open@1"] },
        422,
        "LEDGER_PARENTS_OUT_OF_ORDER",
        { field: "parents", value: "meteorology/open@1", says: ["meteorology/open@1"] },
      ),
      on("a recalled parent", { parents: ["meteorology/open@2"] }, 422, "LEDGER_PARENT_RECALLED", {
        field: "parents",
        value: "meteorology/open@2",
        says: ["meteorology/open@2"],
      }),
      on("a withdrawn parent", { parents: ["meteorology/open@3"] }, 422, "LEDGER_PARENT_WITHDRAWN", {
        field: "parents",
        value: "meteorology/open@3",
        says: ["meteorology/open@3"],
      }),
      on(
        "another department's conditional parent, without a grant",
        { parents: ["transport/own@1"] },
        403,
        "LEDGER_GRANT_REQUIRED",
        { field: "parents", value: "transport/own@1", says: ["transport/own@1"] },
      ),
      on(
        "a grade below its dataset's",
        { dataset: "meteorology/graded", grade: "general-1" },
        422,
        "LEDGER_GRADE_TOO_LOW",
        { field: "grade", value: "general-1", says: ["general-1", "general-3"] },
      ),
      on(
        "a grade below its parent's",
        { dataset: "meteorology/closed", parents: ["meteorology/graded@1"], grade: "general-2" },
        422,
        "LEDGER_GRADE_TOO_LOW",
        { field: "grade", value: "general-2", says: ["general-2", "general-3"] },
      ),
      on(
        "personal data that is declared to be none",
        { dataset: "meteorology/personal", personal: false },
        422,
        "LEDGER_PERSONAL_NOT_DECLARED",
        { field: "personal", value: undefined, says: [] },
      ),
      on("open data that becomes personal", { personal: true }, 400, "INPUT_NOT_VALID", {
        field: "personal",
        value: true,
      }),
      on(
        "open data from a personal parent",
        { parents: ["meteorology/personal@1"] },
        400,
        "INPUT_NOT_VALID",
        { field: "parents", value: "meteorology/personal@1" },
      ),
      on(
        "a correction of another dataset's version",
        { corrects: "meteorology/closed@1" },
        422,
        "LEDGER_CORRECTS_OTHER_DATASET",
        { field: "corrects", value: "meteorology/closed@1", says: ["meteorology/closed@1"] },
      ),
      on("a correction of nothing", { corrects: "meteorology/open@77" }, 404, "THING_UNKNOWN", {
        field: "corrects",
        value: "meteorology/open@77",
      }),
      on("the same version twice", { content: contentOf("open") }, 409, "LEDGER_SUBJECT_EXISTS", {
        field: "content",
        value: id("meteorology/open@1"),
        says: [],
      }),
      on(
        "the same personal version twice",
        { dataset: "meteorology/personal", content: contentOf("personal") },
        409,
        "LEDGER_SUBJECT_EXISTS",
        { field: "content", value: id("meteorology/personal@1"), says: [] },
      ),
    ],
  );
});

test("a refused publication of personal data leaves no salt behind", async () => {
  const bytes = async () => (await storeOf(city)).bytes["secrets"];
  const before = await bytes();
  const body = {
    ...good,
    dataset: "meteorology/personal",
    content: contentOf("never"),
    parents: ["transport/own@1"],
  };
  expect((await city.ask(path, { body })).body.code).toBe("LEDGER_GRANT_REQUIRED");
  await city.act("publish-version", "meteorology", { ...good, content: contentOf("a good one") });
  expect(await bytes()).toBe(before);
});

test("a name in NFD is accepted, and kept as NFC", async () => {
  const name = { zh: "降雨", en: "Pre\u0301cipitations" };
  const body = { ...good, content: contentOf("NFD"), name };
  const { status, body: answer } = await city.ask(`${path}&wait=indexed`, { body });
  expect(status, JSON.stringify(answer)).toBe(200);
  const made = answer.operations[0].makes[0] as string;
  const { body: version } = await city.ask(`/v1/versions/${made}`);
  expect(version.title).toEqual({ zh: "降雨", en: "Pr\u00e9cipitations" });
});
