import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { serveSuppliers, type Shared } from "../http/fixtures/sharing.ts";
import { hash } from "./content.ts";
import { here } from "./fixtures/here.ts";
import { temporaryFolder } from "./fixtures/run.ts";
import { timeLeft } from "./sharingWords.ts";

const folder = temporaryFolder();
const path = (name: string) => join(folder.path, name);
let shared: Shared;

/** One command line, with an API key of this officer, or of whoever is named. */
function as(who: string) {
  return (...args: string[]) => here("--url", shared.city.url, "--key-file", path(`${who}.key`), ...args);
}
const anyone = as("everyone");

// Tests look into answers as they come.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
async function json<T = any>(who: string, ...args: string[]): Promise<{ code: number | null; answer: T }> {
  const { code, out } = await as(who)("--json", ...args);
  return { code, answer: JSON.parse(out) as T };
}

beforeAll(async () => {
  shared = await serveSuppliers();
  for (const who of ["meteorology", "transport", "police", "data-bureau"])
    writeFileSync(path(`${who}.key`), await shared.keyFor(["read", "act"], [who]));
  writeFileSync(path("everyone.key"), shared.city.admin);
  writeFileSync(path("acting.key"), await shared.keyFor(["act"], ["meteorology", "transport"]));
  writeFileSync(path("Wednesday.csv"), "rain\n12\n");
  writeFileSync(path("other.csv"), "rain\n13\n");
  mkdirSync(path("folder"));
  writeFileSync(path("folder/a.csv"), "a\n");
  for (const name of ["Wednesday.csv", "folder"]) {
    const { digest: content } = await hash(path(name));
    await shared.act("publish-version", "meteorology", { dataset: "meteorology/daily", content });
  }
});
afterAll(async () => {
  await shared.city.close();
  folder.remove();
});

const asking = ["request", "meteorology/daily", "--purpose", "public-service", "--scenario", "signal timing"];

describe("three departments share at the command line", () => {
  test("the supply list says what there is, and one item its revisions", async () => {
    const { code, out } = await as("transport")("supply", "--provider", "meteorology");
    expect(code).toBe(0);
    expect(out).toMatch(/^dataset +title +sharing +cadence/);
    expect(out).toMatch(
      /meteorology\/daily +Rain +conditional +daily +general-2 +date,rain,wind +for public/,
    );
    const item = await as("transport")("--lang", "zh", "supply", "meteorology/daily");
    expect(item.out).toMatch(/共享 +有条件共享\n/);
    expect(item.out).toMatch(/修订 +自 /);
  });

  test("one asks, and is told the number, who has to answer, and by when", async () => {
    const { code, out, err } = await as("transport")(...asking, "--field", "rain", "--days", "30");
    expect([code, err]).toEqual([0, ""]);
    expect(out).toMatch(
      /file-request {2}final, block \d+\n\nrequest +R1\nstage +in review\nwaits for +data-bureau\n/,
    );
    expect(out).toMatch(/deadline +\d{4}-\d\d-\d\d 16:00:00Z \(provisional/);
    expect(out).toMatch(/purpose +public service\n.*\nscenario +signal timing\nfields +rain\ndays +30\n/);
  });

  test("the bureau sees what it owes, and passes it on", async () => {
    const duties = await as("data-bureau")("duties");
    expect(duties.out).toMatch(/^left +deadline +duty +about/);
    expect(duties.out).toMatch(/review +R1 +meteorology\/daily +transport +meteorology +provisional/);
    expect((await as("data-bureau")("act", "pass-request", "--set", "request=R1")).code).toBe(0);
    const { answer } = await json("meteorology", "countdowns");
    expect(answer.items).toMatchObject([{ organisation: "meteorology", kind: "reply", subject: "R1" }]);
  });

  test("the provider grants it with terms, and delivers under it", async () => {
    const terms = ["--responsibilities", "keep it safe", "--feedback-hours", "48", "--ceiling", "general-2"];
    const granted = await json("meteorology", "grant", "R1", ...terms);
    expect(granted.answer.grant).toMatchObject({ name: "G1", fields: ["rain"], feedbackWindow: 172_800 });
    const { code, out } = await as("meteorology")(
      "deliver",
      "G1",
      "meteorology/daily@3",
      "--note",
      "by courier",
    );
    expect(code).toBe(0);
    expect(out).toMatch(
      /delivery +D1\nstanding +feedback awaited\ngrant +G1, R1\nversion +meteorology\/daily@3\n/,
    );
  });

  test("what arrived is not signed for when it differs, and nothing has changed", async () => {
    const { code, err } = await as("transport")("receive", "D1", path("other.csv"));
    expect(code).toBe(2);
    expect(err).toMatch(/^suyuan: file: differs from what was delivered, .*--dispute; it was .*other\.csv/);
    const zh = await as("transport")("--lang", "zh", "receive", "D1", path("other.csv"));
    expect(zh.err).toContain("与所交付的内容不符，未签收");
    expect((await json("transport", "show", "D1")).answer.received).toBeNull();
    const needless = await as("transport")("receive", "D1", path("Wednesday.csv"), "--dispute");
    expect([needless.code, needless.err]).toEqual([2, expect.stringContaining("nothing to dispute")]);
  });

  test("the consumer signs for the file, uses it, and reports what came of it", async () => {
    const signed = await as("transport")("receive", "D1", path("Wednesday.csv"));
    expect([signed.code, signed.err]).toEqual([0, ""]);
    expect(signed.out).toMatch(/received +\d{4}.*, matches\n/);
    const effect = ["--scenario", "signals", "--effect", "12 % less waiting"];
    const report = await json("transport", "report", "D1", "--outcome", "used", ...effect);
    expect(report.answer.delivery).toMatchObject({
      standing: "reported",
      reports: [
        { outcome: "used", isFinal: true, effect: { effect: "12 % less waiting", scenario: "signals" } },
      ],
    });
    expect((await as("transport")("duties")).out).toBe("There is none.\n");
  });

  test("a folder is received through its manifest, and what differs is disputed when that is said", async () => {
    await as("meteorology")("deliver", "G1", "meteorology/daily@4");
    expect((await as("transport")("receive", "D2", path("folder"))).code).toBe(0);
    await as("meteorology")("deliver", "G1", "meteorology/daily@3", "--name", "again");
    const disputed = await as("transport")(
      "receive",
      "D3",
      path("other.csv"),
      "--dispute",
      "--note",
      "cut short",
    );
    expect(disputed.out).toMatch(/standing +disputed\n/);
    expect(disputed.out).toMatch(/received .*, differs, cut short\n/);
  });

  test("a request is refused with its reason", async () => {
    const { answer } = await json("police", ...asking);
    expect(answer.request.name).toBe("R2");
    await as("data-bureau")("act", "pass-request", "--set", "request=R2");
    const refused = await as("meteorology")(
      "refuse",
      "R2",
      "--reason",
      "security",
      "--note",
      "not this year",
    );
    expect(refused.out).toMatch(/stage +refused\n/);
    expect(refused.out).toMatch(/meteorology +refused +— +security +not this year\n/);
  });
});

describe("what there is", () => {
  test.each([
    [["requests"], ["R2", "R1"]],
    [["requests", "--open"], ["R2"]],
    [["requests", "--of", "transport", "--part", "consumer"], ["R1"]],
    [["requests", "--stage", "granted", "--dataset", "meteorology/daily"], ["R1"]],
    [["grants", "--standing", "live"], ["G1"]],
    [["grants", "--of", "police"], []],
    [["deliveries"], ["D3", "D2", "D1"]],
    [["deliveries", "--grant", "G1", "--standing", "disputed"], ["D3"]],
    [["deliveries", "--delivered", "meteorology/daily@4"], ["D2"]],
  ])("%j", async (args, names) => {
    const { code, answer } = await json("transport", ...args);
    expect([code, answer.items.map((i: { name: string }) => i.name)]).toEqual([0, names]);
    for (const language of ["zh", "en"]) {
      const { out } = await as("transport")("--lang", language, ...args);
      expect(out.trimEnd().split("\n")).toHaveLength(names.length === 0 ? 1 : names.length + 1);
    }
  });

  test("show tells the whole story of R1, G1 and D1, in both languages", async () => {
    const request = (await as("transport")("show", "R1")).out;
    expect(request).toMatch(/grants +G1 \(live\)\n/);
    expect(request).toMatch(/time +by +then +deadline +reason +note\n.* transport +in review +/);
    const grant = (await as("transport")("show", "G1")).out;
    expect(grant).toMatch(/feedback within +2 d\n/);
    expect(grant).toMatch(/\nD1 +reported +meteorology\/daily@3 +transport +matches/);
    const zh = (await as("transport")("--lang", "zh", "show", "D1")).out;
    expect(zh).toMatch(/状态 +已反馈\n/);
    const { answer } = await json("transport", "show", "G1");
    expect((await json("transport", "show", answer.id)).answer.name).toBe("G1");
  });

  test("what is not one's to see is said to be hidden", async () => {
    const { out } = await as("police")("show", "R1");
    expect(out).toMatch(/hidden +purpose, fields, scenario and notes\n/);
    expect(out).not.toContain("signal timing");
    expect((await as("police")("requests", "--of", "transport")).out).toContain("(hidden)");
  });

  test("working days, the terms and a year", async () => {
    const { out } = await as("transport")("working-days");
    expect(out).toMatch(/review +2 +by default\n/);
    expect(out).toContain("every deadline is provisional");
    const arranged = { year: 2026, holidays: ["2026-01-01"], workdays: ["2026-01-04"], source: "a notice" };
    await shared.act("publish-calendar", "data-bureau", arranged);
    expect((await as("transport")("working-days", "2026")).out).toMatch(/off besides weekends +2026-01-01\n/);
  });

  test("history follows a request and a grant", async () => {
    expect((await as("transport")("history", "R1")).out).toContain("RequestPassed");
    expect((await as("transport")("history", "G1")).out).toContain("DataDelivered");
  });
});

describe("who acts when nobody was named", () => {
  test("is the party whose turn it is", async () => {
    const asked = await anyone("--as", "police", ...asking, "--name", "another");
    expect(asked.out).toMatch(/request +R3\n/);
    await anyone("--as", "data-bureau", "act", "pass-request", "--set", "request=R3");
    expect((await anyone("grant", "R3")).out).toMatch(/provider +meteorology\n/);
    expect((await anyone("deliver", "G2", "meteorology/daily@3")).code).toBe(0);
    expect((await anyone("receive", "D4", path("Wednesday.csv"))).code).toBe(0);
    expect((await anyone("report", "D4", "--outcome", "not-used", "--partial")).out).toContain(
      "more to come",
    );
  });

  test("has to be said where that does not follow, and by a key that may not read", async () => {
    const asked = await anyone(...asking, "--name", "third");
    expect([asked.code, asked.err]).toEqual([2, expect.stringContaining("[ACCESS_OFFICER_AMBIGUOUS]")]);
    const duties = await anyone("duties");
    expect([duties.code, duties.err]).toEqual([2, expect.stringContaining("organisation: must be given")]);
    const blind = await as("acting")("report", "D4", "--outcome", "used");
    expect([blind.code, blind.err]).toEqual([2, expect.stringContaining("[ACCESS_OFFICER_AMBIGUOUS]")]);
    const { code, out } = await as("acting")(
      "--as",
      "meteorology",
      "deliver",
      "G1",
      "meteorology/daily@4",
      "--name",
      "b",
    );
    expect([code, out]).toEqual([0, expect.stringContaining("to follow it: suyuan operations")]);
  });
});

describe("bad input is told in one sentence, with a code", () => {
  test.each([
    [
      "a request in place of a dataset",
      ["request", "R1", "--purpose", "other", "--scenario", "x"],
      /dataset: is a request; .*suyuan show R1/,
    ],
    [
      "a purpose nobody knows",
      ["request", "meteorology/daily", "--purpose", "fun", "--scenario", "x"],
      /--purpose <purpose>: Allowed choices.*fun/,
    ],
    [
      "no scenario",
      ["request", "meteorology/daily", "--purpose", "other"],
      /--scenario <text>: must be given/,
    ],
    [
      "a dataset that is not supplied",
      ["request", "transport/signals", "--purpose", "other", "--scenario", "x"],
      /LEDGER_DATASET_NOT_SUPPLIED/,
    ],
    [
      "a field that is not supplied",
      ["--key-file", path("police.key"), ...asking, "--field", "snow"],
      /fields: is not supplied; .*snow/,
    ],
    ["no day at all", [...asking, "--days", "0"], /--days <n>: must be a whole number.*it was 0/],
    ["a request that is not there", ["grant", "R99"], /nothing is known as R99.*\[THING_UNKNOWN\]/],
    ["a delivery in place of a request", ["grant", "D1"], /request: must be like R17, or an id.*D1/],
    [
      "a moment without a zone",
      ["grant", "R2", "--expires", "2027-01-01"],
      /expires: must be an ISO 8601 time with its zone.*2027-01-01/,
    ],
    [
      "hours that are no number",
      ["grant", "R1", "--feedback-hours", "soon"],
      /feedbackHours: .*soon.*\[INPUT_NOT_VALID\]/,
    ],
    ["no reason", ["refuse", "R2"], /--reason <reason>: must be given/],
    [
      "a version that is not there",
      ["deliver", "G1", "meteorology/daily@99"],
      /nothing is known as meteorology\/daily@99/,
    ],
    ["a version of another form", ["deliver", "G1", "weather"], /version: must be like.*weather/],
    ["a file that is not there", ["receive", "D1", "nowhere.csv"], /nowhere\.csv.*\[CONTENT_FILE_MISSING\]/],
    ["no outcome", ["report", "D1"], /--outcome <outcome>: must be given/],
    ["a stage nobody knows", ["requests", "--stage", "limbo"], /--stage <stage>: Allowed choices.*limbo/],
    ["an organisation nobody knows", ["duties", "nobody"], /nothing is known as nobody.*\[THING_UNKNOWN\]/],
    ["a moment with a request", ["show", "R1", "--at", "12"], /at: goes with a version.*it was 12/],
    ["a year too early", ["working-days", "26"], /whole number from 1970 to 9999/],
    ["an unknown number", ["show", "G99"], /nothing is known as G99/],
  ])("%s", async (_what, args, sentence) => {
    const { code, out, err } = await as("meteorology")(...args);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatch(sentence);
  });
});

test.each([
  [172_800, "2 d", "2天"],
  [90_061, "1 d 1 h", "1天1小时"],
  [59, "59 s", "59秒"],
  [0, "0 s", "0秒"],
  [-3_660, "1 h 1 min ago", "已过1小时1分"],
  [null, "—", "—"],
])("%s seconds are shown as %s and %s", (seconds, en, zh) => {
  expect([timeLeft(seconds, "en"), timeLeft(seconds, "zh")]).toEqual([en, zh]);
});
