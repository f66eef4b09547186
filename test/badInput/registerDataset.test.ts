import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type City, foundCity } from "./support/city.ts";
import { type Refusal, refuses } from "./support/refusals.ts";

let city: City;
beforeAll(async () => (city = await foundCity()));
afterAll(() => city.close());

const path = "/v1/actions/register-dataset?as=meteorology";
const name = { zh: "降雨", en: "Rain" };
const good = { code: "rain", domain: "climate", name };

/** A registration that is right but for this. */
function wrong(
  name: string,
  members: object,
  field: string,
  value: unknown,
  more: Partial<Refusal> = {},
): Refusal {
  return {
    name,
    path,
    body: { ...good, ...members },
    status: 400,
    code: "INPUT_NOT_VALID",
    field,
    value,
    ...more,
  };
}

const long = (member: string, max: number): Refusal =>
  wrong(
    `a ${member} of more than ${max} characters`,
    { [member]: "x".repeat(max + 1) },
    member,
    "x".repeat(max + 1),
  );

describe("register-dataset refuses", () => {
  refuses(
    () => city,
    [
      wrong("a missing code", { code: undefined }, "code", null),
      wrong("a code that is a number", { code: 5 }, "code", 5),
      wrong("a code in capitals", { code: "Rain" }, "code", "Rain"),
      wrong("a code that begins with a hyphen", { code: "-rain" }, "code", "-rain"),
      wrong("a code of 65 characters", { code: "r".repeat(65) }, "code", "r".repeat(65)),
      wrong("a code in Chinese", { code: "降雨" }, "code", "降雨"),
      wrong("a code with a letter that only looks Latin", { code: "r\u0430in" }, "code", "r\u0430in"),
      wrong("a domain that is a list", { domain: ["climate"] }, "domain", ["climate"]),
      wrong("a domain nobody registered", { domain: "nowhere" }, "domain", "nowhere", {
        status: 404,
        code: "THING_UNKNOWN",
      }),
      wrong("a name that is one text", { name: "Rain" }, "name", "Rain"),
      wrong("a name that is a list", { name: ["Rain"] }, "name", ["Rain"]),
      wrong("a name without Chinese", { name: { en: "Rain" } }, "name.zh", null),
      wrong("a description that is a number", { description: 1 }, "description", 1),
      wrong("a description in one language", { description: { zh: "每日" } }, "description.en", null),
      wrong("a category that is an object", { category: {} }, "category", {}),
      wrong("an empty category", { category: "" }, "category", ""),
      long("category", 60),
      wrong(
        "a category whose characters fit but whose bytes do not",
        { category: "原始数据".repeat(11) },
        "category",
        "原始数据".repeat(11),
        { says: ["category", "128"] },
      ),
      wrong("a grade nobody knows", { grade: "top" }, "grade", "top"),
      wrong("a grade that is null", { grade: null }, "grade", null),
      wrong("“personal” as a number", { personal: 1 }, "personal", 1),
      wrong("a kind of sharing nobody knows", { sharing: "free" }, "sharing", "free"),
      wrong("a cadence that is a boolean", { cadence: false }, "cadence", false),
      long("cadence", 60),
      wrong("a licence that is a list", { licence: [] }, "licence", []),
      wrong("a line break of the wrong kind", { licence: "a\rb" }, "licence", undefined),
      wrong("a member nobody knows", { owner: "transport" }, "owner", "transport"),
      wrong("a member called constructor", { constructor: 1 }, "constructor", 1),
      wrong(
        "personal data shared unconditionally",
        { personal: true, sharing: "unconditional" },
        "sharing",
        "unconditional",
      ),
      {
        ...wrong("catalogue metadata of more than 4 KiB", {}, "metadata", undefined),
        body: {
          ...good,
          name: { zh: "名".repeat(200), en: "名".repeat(200) },
          description: { zh: "述".repeat(600), en: "d".repeat(600) },
          licence: "许".repeat(200),
          cadence: "每".repeat(60),
        },
        status: 422,
        code: "LEDGER_TEXT_TOO_LONG",
        says: ["metadata", "4096"],
      },
    ],
  );
});

describe("a list of inputs is refused", () => {
  const items = (
    name: string,
    body: unknown,
    field: string,
    value: unknown,
    more: Partial<Refusal> = {},
  ): Refusal => ({
    name,
    path,
    body,
    status: 400,
    code: "INPUT_NOT_VALID",
    field,
    value,
    ...more,
  });
  refuses(
    () => city,
    [
      items("when it has more than 1000 items", { items: Array(1001).fill(0) }, "items", "1001 items"),
      items("when it is empty", { items: [] }, "items", "0 items"),
      items("when it is an object", { items: { 0: good } }, "items", undefined),
      items("when something stands beside it", { items: [good], code: "x" }, "code", undefined),
      items("when an item is null", { items: [null] }, "body", null),
      items("when an item is a list", { items: [[good]] }, "body", undefined),
      items("by the place of the bad item", { items: [good, { ...good, code: "B" }] }, "1.code", "B"),
      items("when the body is a list", [good], "body", undefined),
      items("when the body is a text", "rain", "body", "rain"),
      items("when the body is null", null, "body", null),
      items("when the body is a number", 12, "body", 12),
      items("when the body is an empty object", {}, "code", null),
    ],
  );
});

describe("acts that are over or not one's own are refused", () => {
  const act = (
    name: string,
    action: string,
    body: object,
    rest: Omit<Refusal, "name" | "path" | "body">,
  ): Refusal => ({
    name,
    path: `/v1/actions/${action}`,
    body,
    ...rest,
  });
  const unknown = { status: 404, code: "THING_UNKNOWN" };
  const recall = (version: string, rest: object = {}) => ({ version, reason: "quality", ...rest });
  refuses(
    () => city,
    [
      act(
        "recalling another department's version",
        "recall-version?as=transport",
        recall("meteorology/open@1"),
        { status: 403, code: "LEDGER_DATASET_NOT_YOURS", field: "version", says: ["meteorology"] },
      ),
      act("recalling an unknown version", "recall-version?as=transport", recall("transport/own@9"), {
        ...unknown,
        field: "version",
        value: "transport/own@9",
      }),
      act("recalling by a dataset", "recall-version?as=transport", recall("transport/own"), {
        status: 400,
        code: "INPUT_NOT_VALID",
        field: "version",
        value: "transport/own",
      }),
      act(
        "recalling for a reason nobody knows",
        "recall-version?as=meteorology",
        recall("meteorology/open@1", { reason: "mood" }),
        { status: 400, code: "INPUT_NOT_VALID", field: "reason", value: "mood" },
      ),
      act("recalling twice", "recall-version?as=meteorology", recall("meteorology/open@2"), {
        status: 409,
        code: "LEDGER_VERSION_ALREADY_RECALLED",
        field: "version",
        says: ["meteorology/open@2"],
      }),
      act(
        "withdrawing twice",
        "withdraw-version?as=meteorology",
        { version: "meteorology/open@3", reason: "superseded" },
        {
          status: 409,
          code: "LEDGER_VERSION_ALREADY_WITHDRAWN",
          field: "version",
          says: ["meteorology/open@3"],
        },
      ),
      act(
        "a note of more than 300 characters",
        "withdraw-version?as=meteorology",
        { version: "meteorology/open@1", reason: "legal", note: "n".repeat(301) },
        { status: 400, code: "INPUT_NOT_VALID", field: "note", says: ["note", "300"] },
      ),
      act(
        "spreading a recall to a version that is no child",
        "spread-recall",
        { child: "meteorology/open@1", parent: "meteorology/open@2" },
        { status: 400, code: "INPUT_NOT_VALID", field: "parent", value: "meteorology/open@2" },
      ),
      act(
        "a domain that is there",
        "register-domain?as=data-bureau",
        { code: "climate", name },
        {
          status: 409,
          code: "LEDGER_SUBJECT_EXISTS",
          field: "code",
          says: ["climate"],
        },
      ),
      act(
        "a dataset that is there",
        "register-dataset?as=meteorology",
        { ...good, code: "open" },
        {
          status: 409,
          code: "LEDGER_SUBJECT_EXISTS",
          field: "code",
          says: ["open"],
        },
      ),
      act(
        "an organisation that is there",
        "admit-organisation?as=council-member",
        { code: "transport", name, dataOfficer: `0x${"12".repeat(20)}` },
        { status: 409, code: "LEDGER_SUBJECT_EXISTS", field: "code", says: ["transport"] },
      ),
      act(
        "suspending an organisation nobody knows",
        "suspend-organisation?as=council-member",
        { organisation: "nobody", reason: "test" },
        { ...unknown, field: "organisation", value: "nobody" },
      ),
      act(
        "an officer key of 39 digits",
        "suspend-key?as=meteorology",
        { key: `0x${"a".repeat(39)}`, reason: "r" },
        {
          status: 400,
          code: "INPUT_NOT_VALID",
          field: "key",
          value: `0x${"a".repeat(39)}`,
        },
      ),
      act(
        "a key that is to begin in the past of all time",
        "grant-key?as=meteorology",
        { key: `0x${"a1".repeat(20)}`, from: -1 },
        { status: 400, code: "INPUT_NOT_VALID", field: "from", value: -1 },
      ),
      act(
        "a permission nobody knows",
        "grant-key?as=meteorology",
        { key: `0x${"a1".repeat(20)}`, permissions: ["publish", "rule"] },
        { status: 400, code: "INPUT_NOT_VALID", field: "permissions.1", value: "rule" },
      ),
    ],
  );
});

test("two names that are one in NFC are one name: both are kept in NFC", async () => {
  const composed = { zh: "降雨", en: "Pr\u00e9cipitations" };
  const decomposed = { zh: "降雨", en: "Pre\u0301cipitations" };
  for (const [code, given] of [
    ["nfc", composed],
    ["nfd", decomposed],
  ] as const) {
    const { status } = await city.ask(`${path}&wait=indexed`, { body: { ...good, code, name: given } });
    expect(status).toBe(200);
    expect((await city.ask(`/v1/datasets/meteorology%2F${code}`)).body.title).toEqual(composed);
  }
});
