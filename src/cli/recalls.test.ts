import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { contentOf } from "../../test/support/samples.ts";
import { serveSharing, type Shared } from "../http/fixtures/sharing.ts";
import { here } from "./fixtures/here.ts";
import { temporaryFolder } from "./fixtures/run.ts";

const folder = temporaryFolder();
let shared: Shared;
const source = "meteorology/daily@1";

const suyuan = (...args: string[]) =>
  here("--url", shared.city.url, "--key-file", join(folder.path, "key"), ...args);

beforeAll(async () => {
  shared = await serveSharing();
  writeFileSync(join(folder.path, "key"), shared.city.admin);
  await shared.act("recall-version", "meteorology", { version: source, reason: "quality", note: "see 12" });
});
afterAll(async () => {
  await shared.city.close();
  folder.remove();
});

describe("after a recall", () => {
  test("fallout says what it reached and what is still open, in either language", async () => {
    const { code, out } = await suyuan("fallout", source);
    expect(code).toBe(0);
    expect(out).toMatch(/what happened +recalled, quality, .*, block \d+, see 12\n/);
    expect(out).toMatch(/derived versions +1 \(/);
    expect(out).toMatch(/still open +1 delivery, 1 version, for up to /);
    expect(out).toMatch(/^D1 +meteorology\/daily@1 +transport +\S+ \S+ +nothing yet/m);
    expect(out).toMatch(/^transport\/signals@1 +transport +1 /m);
    const { out: zh } = await suyuan("--lang", "zh", "fallout", source);
    expect(zh).toMatch(/尚未了结 +1 项交付、1 个版本，最久 /);
  });

  test("fallout lists versions or deliveries, and tells programs all of it", async () => {
    const versions = await suyuan("--json", "fallout", source, "--list", "versions");
    expect(JSON.parse(versions.out)).toMatchObject({ items: [{ name: "transport/signals@1", depth: 1 }] });
    const deliveries = await suyuan("fallout", source, "--list", "deliveries", "--open");
    expect(deliveries.out).toMatch(/^D1 /m);
    const all = await suyuan("--json", "fallout", source);
    expect(JSON.parse(all.out)).toMatchObject({
      version: source,
      remainder: { deliveries: 1, versions: 1, items: { deliveries: { items: [{ name: "D1" }] } } },
    });
  });

  test("recalls lists what is open in the city", async () => {
    const { out } = await suyuan("recalls");
    expect(out).toMatch(/^meteorology\/daily@1 +recalled, quality +\S+ \S+ +1 \(\d\) +\d +1 +1 delivery/m);
  });

  test("what stands has no fallout, and the refusal names where to ask", async () => {
    const { code, err } = await suyuan("fallout", "meteorology/open@1");
    expect(code).toBe(1);
    expect(err).toMatch(/meteorology\/open@1 was neither recalled .*impact.*VERSION_STANDS/);
  });
});

describe("scan", () => {
  test("finds contradictions, names their facts, and ends with a code of its own", async () => {
    await shared.act("publish-version", "transport", {
      dataset: "transport/signals",
      content: contentOf("Tuesday"),
    });
    const { code, out } = await suyuan("scan");
    expect(code).toBe(3);
    expect(out).toMatch(
      /^the same content under two owners \(1\)\n {2}meteorology\/daily@2 of meteorology and /m,
    );
    expect(out).toMatch(/\n {4}fact \d+ \(block \d+\), fact \d+ \(block \d+\)\n/);
    expect(out).toMatch(/\nfound 1, as of block \d+, .*\nnot seen: /);
    const { out: zh } = await suyuan("--lang", "zh", "scan", "--kind", "same-content");
    expect(zh).toMatch(/^同一内容分属两家 \(1\)\n/);
  });

  test("says that there are none, and programs get them as they are", async () => {
    const none = await suyuan("scan", "--kind", "delivery-after-recall");
    expect([none.code, none.out]).toEqual([
      0,
      expect.stringMatching(/^no contradictions, as of block /) as string,
    ]);
    const { code, out } = await suyuan("--json", "scan", "--limit", "1");
    expect(code).toBe(3);
    expect(JSON.parse(out)).toMatchObject({
      items: [{ kind: "same-content", facts: [{}, {}] }],
      percent: expect.any(Number) as number,
    });
  });
});
