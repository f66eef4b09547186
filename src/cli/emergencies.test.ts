import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { serveSuppliers, type Shared } from "../http/fixtures/sharing.ts";
import { here } from "./fixtures/here.ts";
import { temporaryFolder } from "./fixtures/run.ts";

const folder = temporaryFolder();
const path = (name: string) => join(folder.path, name);
let shared: Shared;

function as(who: string) {
  return (...args: string[]) => here("--url", shared.city.url, "--key-file", path(`${who}.key`), ...args);
}

// Tests look into answers as they come.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
async function json(who: string, ...args: string[]): Promise<any> {
  const { out } = await as(who)("--json", ...args);
  return JSON.parse(out) as unknown;
}

beforeAll(async () => {
  shared = await serveSuppliers();
  for (const who of ["meteorology", "transport", "police", "data-bureau"])
    writeFileSync(path(`${who}.key`), await shared.keyFor(["read", "act"], [who]));
  writeFileSync(path("everyone.key"), shared.city.admin);
  writeFileSync(path("by-post.csv"), "rain\n12\n");
  await shared.act("name-responder", "data-bureau", { organisation: "transport" });
});
afterAll(async () => {
  await shared.city.close();
  folder.remove();
});

const invoking = ["emergency", "meteorology/daily", "--incident", "2026-117", "--field", "rain"];
const why = ["--scenario", "which roads flood"];

describe("an emergency at the command line", () => {
  test("gives the data at once, and says until when to report and what is reviewed", async () => {
    const { code, out, err } = await as("transport")(...invoking, ...why);
    expect([code, err]).toEqual([0, ""]);
    expect(out).toMatch(/^\S+ {2}invoke-emergency {2}final, block \d+\n\ngrant +G1\nstanding +live\n/);
    expect(out).toMatch(/purpose +emergency\nscenario +which roads flood\nfields +rain\n/);
    expect(out).toMatch(
      /incident +2026-117\nreport +report awaited\nreport due +\d{4}-.* \((1 d|23 h 59 min)/,
    );
    expect(out).toMatch(/review +review awaited\nreview due +\d{4}-.* \(provisional/);
    expect(out).not.toMatch(/feedback within/);
    const zh = (await as("transport")("--lang", "zh", "show", "G1")).out;
    expect(zh).toMatch(/应急事件 +2026-117\n报告 +待报告\n报告截止 /);
  });

  test("is owed by the department and by the bureau", async () => {
    expect((await as("transport")("duties")).out).toMatch(/report an emergency +G1 +meteorology\/daily/);
    expect((await as("data-bureau")("duties")).out).toMatch(/review an emergency +G1 /);
    const clocks = await json("police", "countdowns", "--kind", "report-emergency");
    expect(clocks.items).toMatchObject([{ organisation: "transport", subject: "G1" }]);
  });

  test("is reported by its grant, and reviewed by the bureau", async () => {
    await as("meteorology")("deliver", "G1", "meteorology/daily@1");
    const effect = ["--effect", "two roads closed in time"];
    const { answer } = { answer: await json("transport", "report", "G1", "--outcome", "used", ...effect) };
    expect(answer.grant).toMatchObject({ emergency: true, inEmergency: { told: "reported" } });
    const against = ["--unjustified", "more-than-necessary", "--note", "one road"];
    const { out } = await as("data-bureau")("review", "G1", ...against);
    expect(out).toMatch(/review +\d{4}.*, not justified, more than necessary, one road\nlane closed +0x/);
  });

  test("closes a lane, which is listed and lifted", async () => {
    const again = await as("transport")(...invoking, "--scenario", "another road");
    expect([again.code, again.err]).toEqual([1, expect.stringContaining("[LEDGER_LANE_CLOSED]")]);
    expect((await as("police")("lift")).out).toMatch(/0x\w{40} +transport +G1 +\d{4}/);
    expect((await as("data-bureau")("lift", "G1", "--note", "instructed")).code).toBe(0);
    expect((await as("police")("lift")).out).toBe("There is none.\n");
    expect((await as("transport")(...invoking, "--scenario", "another road")).code).toBe(0);
  });

  test.each([
    [["emergencies"], ["G2", "G1"]],
    [["emergencies", "--open"], ["G2"]],
    [["emergencies", "--found", "unjustified"], ["G1"]],
    [["emergencies", "--told", "overdue"], []],
    [["emergencies", "--of", "meteorology", "--part", "provider", "--told", "reported"], ["G1"]],
  ])("%j", async (args, names) => {
    const { items } = await json("transport", ...args);
    expect(items.map((i: { name: string }) => i.name)).toEqual(names);
    for (const language of ["zh", "en"]) {
      const { out } = await as("police")("--lang", language, ...args);
      expect(out.trimEnd().split("\n")).toHaveLength(names.length === 0 ? 1 : names.length + 1);
      expect(out).not.toContain("2026-117");
    }
  });
});

describe("promises, recalls and claims", () => {
  test("deliveries are promised by a grant, and the next is awaited", async () => {
    const asking = ["request", "meteorology/daily", "--purpose", "other", "--scenario", "signals"];
    await as("police")(...asking);
    await as("data-bureau")("act", "pass-request", "--set", "request=R3");
    const { out } = await as("meteorology")("grant", "R3", "--promised");
    expect(out).toMatch(/promised +daily, next due \d{4}/);
    const promises = await json("police", "promises", "--waited");
    expect(promises.items).toMatchObject([{ grant: "G3", cadence: "daily", missed: 0, late: false }]);
    expect((await as("meteorology")("duties")).out).toMatch(/promised delivery +G3 /);
    expect((await as("police")("--lang", "zh", "promises")).out).toMatch(/G3 +每日 /);
    for (const args of [["missed"], ["missed", "G3"], ["missed", "--of", "meteorology"]])
      expect((await as("police")(...args)).out).toBe("There is none.\n");
  });

  test("a recall is answered for a delivery, by its consumer when nobody is named", async () => {
    const recalled = { version: "meteorology/daily@1", reason: "quality" };
    await shared.act("recall-version", "meteorology", recalled);
    expect((await as("transport")("duties")).out).toMatch(/answer a recall +D1 /);
    const inUse = await as("everyone")("acknowledge", "D1", "--in-use", "legal", "--note", "a pending case");
    expect(inUse.out).toMatch(/recall +\d{4}.*, in use, required by law, a pending case\n/);
    const { delivery } = await json("transport", "acknowledge", "D1", "--deleted");
    expect(delivery.acknowledged).toMatchObject({ response: "deleted", reason: null });
    expect((await as("transport")("duties")).out).not.toMatch(/answer a recall/);
  });

  test("what came without a delivery is claimed and listed", async () => {
    const claiming = ["claim", "meteorology/daily", path("by-post.csv"), "--note", "on a disk"];
    expect((await as("police")(...claiming)).code).toBe(0);
    expect((await as("police")("claims")).out).toMatch(
      /meteorology\/daily +police +meteorology +— +on a disk/,
    );
    expect((await as("transport")("claims", "--of", "police")).out).toContain("(hidden)");
  });
});

describe("bad input is told in one sentence, with a code", () => {
  test.each([
    ["no incident", ["emergency", "meteorology/daily", ...why], /--incident <number>: must be given/],
    ["no finding", ["review", "G2"], /justified: say --justified or --unjustified/],
    [
      "two findings",
      ["review", "G2", "--justified", "--unjustified", "other"],
      /option: does not go with another/,
    ],
    [
      "a reason nobody knows",
      ["review", "G2", "--unjustified", "dull"],
      /--unjustified <reason>: Allowed choices/,
    ],
    [
      "a partial report on an emergency",
      ["report", "G2", "--outcome", "used", "--partial"],
      /partial: goes with a del/,
    ],
    ["no answer to a recall", ["acknowledge", "D1"], /response: say --deleted, --replaced, or/],
    ["two answers", ["acknowledge", "D1", "--deleted", "--replaced"], /option: does not go with another/],
    [
      "a claim of one's own data",
      ["claim", "transport/signals", path("by-post.csv")],
      /LEDGER_CLAIM_OF_YOURS/,
    ],
    ["a file that is not there", ["claim", "meteorology/daily", "nowhere.csv"], /CONTENT_FILE_MISSING/],
  ])("%s", async (_what, args, sentence) => {
    const { code, out, err } = await as("transport")(...args);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatch(sentence);
  });

  test.each([
    [
      "a department that is not named",
      ["--key-file", path("police.key"), ...invoking, ...why],
      /LEDGER_NOT_A_RESP/,
    ],
    ["a lane that is open", ["--key-file", path("data-bureau.key"), "lift", "G2"], /LEDGER_LANE_NOT_CLOSED/],
  ])("%s is refused, and the input was not at fault", async (_what, args, sentence) => {
    const { code, out, err } = await as("transport")(...args);
    expect([code, out]).toEqual([1, ""]);
    expect(err).toMatch(sentence);
  });
});
