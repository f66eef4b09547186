import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addressOf } from "../../test/support/samples.ts";
import { everythingOf, restingState } from "../http/fixtures/everything.ts";
import { serveSuppliers, type Shared } from "../http/fixtures/sharing.ts";
import { type DryRun, suyuan, SuyuanProblem } from "../sdk/client.ts";
import { Api } from "./api.ts";
import { commands } from "./commands.ts";
import { here } from "./fixtures/here.ts";
import { temporaryFolder } from "./fixtures/run.ts";

const folder = temporaryFolder();
const path = (name: string) => join(folder.path, name);
let shared: Shared;
let before: unknown;

function as(who: string) {
  const keyed = ["--url", shared.city.url, "--key-file", path("everyone.key"), "--as", who];
  return (...args: string[]) => here(...keyed, ...args);
}

const asking = ["meteorology/daily", "--purpose", "research", "--scenario", "why"];

beforeAll(async () => {
  shared = await serveSuppliers();
  writeFileSync(path("everyone.key"), shared.city.admin);
  writeFileSync(path("new.csv"), "rain\n1\n");
  mkdirSync(path("folder"));
  writeFileSync(path("folder/a.csv"), "a\n");
  const request = { dataset: "meteorology/daily", purpose: "research", scenario: "why" };
  await shared.act("file-request", "transport", { ...request, onward: true });
  await shared.act("pass-request", "data-bureau", { request: "R1" });
  before = await restingState(shared.city);
});
afterAll(async () => {
  await shared.city.close();
  folder.remove();
});

describe("--dry-run", () => {
  test("is on every command that acts, and on none that asks", async () => {
    const acting = ["anchor", "request", "grant", "refuse", "deliver", "receive", "report", "register"];
    acting.push("recall", "withdraw", "spread");
    for (const { name } of commands) {
      const { out } = await here(name, "--help");
      expect(/^ +--dry-run /m.test(out), name).toBe(/^ +--wait <state> /m.test(out));
      if (acting.includes(name)) expect(out, name).toMatch(/--dry-run +try it: what it would record/);
    }
    expect((await here("--lang", "zh", "act", "publish-version", "--help")).out).toMatch(
      /--dry-run +只试不做/,
    );
  });

  test("tells what a request would record, by name, and what it would let one get to", async () => {
    const { code, out, err } = await as("police")("request", ...asking, "--onward", "--dry-run");
    expect([code, err]).toEqual([0, ""]);
    expect(out).toMatch(
      /^A dry run, nothing was changed: file-request by police, on the state after block \d+/,
    );
    expect(out).toMatch(
      /would record a fact:\n {2}RequestFiled {2}asked for data: why\n {4}R2, meteorology\/daily/,
    );
    expect(out).toMatch(/police would newly get to meteorology\/daily \(up to general-2\):/);
    expect(out).toMatch(/directly: 2 versions: general-2 2\n {4}meteorology\/daily@1 +general-2\n/);
    expect(out).toMatch(/through lineage, its sources: none\n/);
    expect(out).toMatch(/onward: to nobody as things stand\n/);
    const zh = await as("police")("--lang", "zh", "request", ...asking, "--dry-run");
    expect(zh.out).toMatch(/^只是试做，什么也没有改变：police 的 file-request/);
    expect(zh.out).toMatch(/将记录 1 条事实：\n {2}RequestFiled {2}申请使用数据：why/);
    expect(zh.out).toMatch(/直接：2 个版本/);
  });

  test("of what is refused ends as the refusal does, and says whom it would have exposed to what", async () => {
    const { code, out, err } = await as("transport")("grant", "R1", "--dry-run");
    const done = await as("transport")("grant", "R1");
    expect([code, err]).toEqual([done.code, done.err]);
    expect(err).toMatch(/\[LEDGER_REQUEST_NOT_YOURS\]/);
    expect(out).toMatch(/^transport would newly get to meteorology\/daily \(up to general-2\):\n/);
    const json = await as("transport")("--json", "grant", "R1", "--dry-run");
    expect(JSON.parse(json.out)).toMatchObject({
      ...{ code: "LEDGER_REQUEST_NOT_YOURS", dryRun: true },
      exposure: { direct: { count: 2 } },
    });
    before = await restingState(shared.city);
  });

  test("answers programs with all of it", async () => {
    const set = ["--set", "code=water", "--input", '{"name":{"zh":"水","en":"Water"}}'];
    const { code, out } = await as("data-bureau")("--json", "act", "register-domain", ...set, "--dry-run");
    expect(code).toBe(0);
    const answer = JSON.parse(out) as DryRun;
    expect(answer.items).toMatchObject([{ outcome: "would-record", facts: [{ name: "DomainRegistered" }] }]);
  });

  test("of several tells each, and ends with the first refusal", async () => {
    const named = (code: string, parent?: string) => ({
      ...{ code, name: { zh: code, en: code }, dataOfficer: addressOf(code) },
      ...(parent === undefined ? {} : { parent, kind: "execution-team" }),
    });
    writeFileSync(path("several.json"), JSON.stringify([named("fire"), named("team", "nobody")]));
    const input = ["--input", `@${path("several.json")}`];
    const { code, out } = await as("council-member")("act", "admit-organisation", ...input, "--dry-run");
    expect(code).toBe(2);
    expect(out).toMatch(/\nitem 0: would record a fact:\n {2}OrganisationAdmitted/);
    expect(out).toMatch(/\nitem 1: would be refused: .*\[LEDGER_ORGANISATION_UNKNOWN\]/);
  });

  test("of an anchoring keeps no manifest", async () => {
    const dataset = ["--dataset", "meteorology/daily", "--dry-run"];
    const { code, out } = await as("meteorology")("anchor", path("new.csv"), path("folder"), ...dataset);
    expect(code).toBe(0);
    expect(out.match(/VersionPublished/g)).toHaveLength(2);
    expect(out).toContain("meteorology/daily@3");
    expect(existsSync(path("folder.manifest.json"))).toBe(false);
  });

  test("in confidence says that salts will be others", async () => {
    const { out } = await as("police")("request", ...asking, "--confidential", "--dry-run");
    expect(out).toMatch(/There are commitments: when it is done they get salts of their own/);
  });

  test("changed nothing, whatever was tried", async () => {
    expect(await everythingOf(shared.city)).toEqual(before);
  });

  test("of a command that forgot it does not act", () => {
    const api = new Api({ url: shared.city.url, key: shared.city.admin, language: "en" });
    api.onlyTries = true;
    expect(() => api.act("register-domain", {})).toThrow("register-domain was to be tried, and not done");
  });
});

describe("a program", () => {
  test("tries an action with the client, and is thrown what would be refused", async () => {
    const client = suyuan({ url: shared.city.url, key: shared.city.admin });
    const input = { dataset: "meteorology/daily", purpose: "research", scenario: "why" } as const;
    const tried = await client.act("file-request", input, { as: "police", dryRun: true });
    expect(tried.items[0]?.exposure?.direct.count).toBe(2);
    const refused = client.act("issue-grant", { request: "R1" }, { as: "police", dryRun: true });
    const problem = await refused.catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(SuyuanProblem);
    expect((problem as SuyuanProblem).problem).toMatchObject({ dryRun: true, exposure: {} });
  });
});
