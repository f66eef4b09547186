import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { here } from "./fixtures/here.ts";
import { run, type Started, startGateway, temporaryFolder } from "./fixtures/run.ts";

const folder = temporaryFolder();
const data = join(folder.path, "data");
const path = (name: string) => join(folder.path, name);
let gateway: Started;
let key: string;

/** With the key of an officer; the administrator's only manages. */
const suyuan = (...args: string[]) => here("--data", data, "--key-file", path("officer.key"), ...args);

/** In a process of its own, as a person runs it. */
const spawned = (...args: string[]) => run(["--data", data, ...args], { env: { SUYUAN_KEY: key } });

async function json<T = Record<string, unknown>>(
  ...args: string[]
): Promise<{ code: number | null; answer: T; err: string }> {
  const { code, out, err } = await suyuan("--json", ...args);
  return { code, answer: JSON.parse(out) as T, err };
}

async function anchored(file: string, ...args: string[]): Promise<string> {
  const { code, out, err } = await suyuan("anchor", path(file), ...args);
  expect(err).toBe("");
  expect(code).toBe(0);
  return out;
}

beforeAll(async () => {
  gateway = await startGateway(data, ["--empty"]);
  const officers = ["--officer", "first-department", "--officer", "data-bureau"];
  const made = await run([
    "--data",
    data,
    "--json",
    "keys",
    "create",
    "--label",
    "test",
    "--scope",
    "read,act",
    ...officers,
  ]);
  key = (JSON.parse(made.out) as { secret: string }).secret;
  writeFileSync(path("officer.key"), `${key}\n`);
  const domain = ["--set", "code=environment", "--set", "name.zh=环境", "--set", "name.en=Environment"];
  expect((await suyuan("act", "register-domain", "--as", "data-bureau", ...domain)).code).toBe(0);
  for (const [name, sharing] of [
    ["raw", "unconditional"],
    ["joined", "conditional"],
  ] as const) {
    const about = [
      "--domain",
      "environment",
      "--title-zh",
      "数据",
      "--title-en",
      `The ${name}`,
      "--sharing",
      sharing,
    ];
    expect((await suyuan("register", `first-department/${name}`, ...about)).code).toBe(0);
  }
  for (const name of ["a", "b", "c", "d", "e"]) writeFileSync(path(`${name}.csv`), `name\n${name}\n`);
});

afterAll(async () => {
  await gateway.stop("SIGKILL");
  folder.remove();
});

describe("a data officer's day at the command line", () => {
  test("anchors two files at once, then a third with both as parents, one named by its file", async () => {
    const files = ["anchor", path("a.csv"), path("b.csv"), "--dataset", "first-department/raw"];
    const { code, out, err } = await spawned("--json", ...files);
    expect([code, err]).toEqual([0, ""]);
    const answer = JSON.parse(out) as { items: { outcome: string; version: { name: string } }[] };
    expect(answer.items.map((i) => [i.outcome, i.version.name])).toEqual([
      ["anchored", "first-department/raw@1"],
      ["anchored", "first-department/raw@2"],
    ]);
    const parents = ["--parent", path("a.csv"), "--parent", "first-department/raw@2"];
    const job = ["--job", "join", "--code", path("d.csv"), "--run", "today"];
    const third = await spawned(
      "anchor",
      path("c.csv"),
      "--dataset",
      "first-department/joined",
      ...parents,
      ...job,
    );
    expect([third.code, third.err]).toEqual([0, ""]);
    expect(third.out).toMatch(
      /c\.csv: anchored as first-department\/joined@1 \(0x04[0-9a-f]{62}\), block \d+\n/,
    );
    const shown = await json<{ parents: string[]; run: { job: string } }>(
      "show",
      "first-department/joined@1",
    );
    expect(shown.answer.parents).toHaveLength(2);
    expect(shown.answer.run.job).toBe("join");
  });

  test("anchoring the same file again says that it is anchored already, and succeeds", async () => {
    const out = await anchored("a.csv", "--dataset", "first-department/raw");
    expect(out).toMatch(/already anchored as first-department\/raw@1 \(0x04/);
    expect(
      (await json<unknown[] & { items: unknown[] }>("versions", "first-department/raw")).answer.items,
    ).toHaveLength(2);
  });

  test("sees where a version came from as a tree, as JSON, DOT and Mermaid", async () => {
    const lineage = (...args: string[]) => suyuan("lineage", "first-department/joined@1", ...args);
    expect((await lineage("--up")).out).toBe(
      [
        "first-department/joined@1 The joined",
        "└── came from",
        "    ├── first-department/raw@1 The raw",
        "    └── first-department/raw@2 The raw",
        "",
      ].join("\n"),
    );
    expect((await lineage("--lang", "zh")).out).toContain("└── 来源");
    expect((await lineage("--format", "dot")).out).toMatch(/^digraph lineage \{/);
    expect((await lineage("--format", "mermaid")).out).toMatch(/^flowchart LR\n/);
    const answer = JSON.parse((await lineage("--format", "json")).out) as { edges: unknown[] };
    expect(answer.edges).toHaveLength(2);
    expect(JSON.parse((await lineage("--json")).out)).toEqual(answer);
  });

  test("asks for the path between two versions; none is exit code 1", async () => {
    const found = await suyuan("path", "first-department/raw@1", "first-department/joined@1");
    expect([found.code, found.out]).toEqual([
      0,
      "first-department/raw@1 The raw\n  └─ first-department/joined@1 The joined\n",
    ]);
    const none = await suyuan("path", "first-department/raw@1", "first-department/raw@2");
    expect([none.code, none.out]).toEqual([
      1,
      "first-department/raw@2 does not derive from first-department/raw@1.\n",
    ]);
  });

  test("anchors a folder through its manifest, keeps the manifest, and finds both again", async () => {
    mkdirSync(path("folder/deep"), { recursive: true });
    writeFileSync(path("folder/deep/one.txt"), "1");
    const out = await anchored("folder", "--dataset", "first-department/raw");
    const manifest = readdirSync(folder.path).find((name) => name.endsWith(".manifest.json"))!;
    expect(manifest).toMatch(/^folder\.[0-9a-f]{12}\.manifest\.json$/);
    expect(out).toContain(path(manifest));
    expect(JSON.parse(readFileSync(path(manifest), "utf8"))).toMatchObject({ format: "suyuan manifest 1" });
    for (const content of ["folder", manifest]) expect((await suyuan("check", path(content))).code).toBe(0);
  });

  test("a parent given as a file that is two versions is refused, naming both", async () => {
    await anchored("a.csv", "--dataset", "first-department/raw", "--job", "again");
    const args = ["anchor", path("d.csv"), "--dataset", "first-department/joined", "--parent", path("a.csv")];
    const { code, err } = await suyuan(...args);
    expect(code).toBe(2);
    expect(err).toMatch(
      /parent: is the content of several versions; name one of first-department\/raw@1, first-department\/raw@\d; .*\[INPUT_NOT_VALID\]/,
    );
  });

  test("several files of which one is missing: the others are anchored, the missing one is told", async () => {
    const args = ["anchor", path("none.csv"), path("d.csv"), "--dataset", "first-department/raw"];
    const { code, answer } = await json<{ items: { outcome: string; problem: { code: string } | null }[] }>(
      ...args,
    );
    expect(code).toBe(2);
    expect(answer.items.map((i) => [i.outcome, i.problem?.code])).toEqual([
      ["failed", "CONTENT_FILE_MISSING"],
      ["anchored", undefined],
    ]);
  });
});

describe("check says by its exit code how a content stands", () => {
  test("current, corrected, withdrawn, recalled, affected, unknown", async () => {
    const verdict = async (name: string) => {
      const { code, answer } = await json<{ verdict: string }>("check", path(name));
      return [code, answer.verdict];
    };
    writeFileSync(path("wrong.csv"), "wrong\n");
    writeFileSync(path("right.csv"), "right\n");
    writeFileSync(path("old.csv"), "old\n");
    writeFileSync(path("bad.csv"), "bad\n");
    writeFileSync(path("derived.csv"), "derived\n");
    for (const name of ["wrong", "old", "bad"])
      await anchored(`${name}.csv`, "--dataset", "first-department/raw");
    await anchored("derived.csv", "--dataset", "first-department/joined", "--parent", path("bad.csv"));
    const nameOf = async (file: string) =>
      (await json<{ items: { name: string }[] }>("check", path(file))).answer.items[0]!.name;
    await anchored("right.csv", "--dataset", "first-department/raw", "--corrects", await nameOf("wrong.csv"));
    expect((await suyuan("withdraw", await nameOf("old.csv"), "--reason", "superseded")).code).toBe(0);
    const recall = await suyuan(
      "recall",
      await nameOf("bad.csv"),
      "--reason",
      "source-error",
      "--note",
      "a sensor failed",
    );
    expect(recall.out).toMatch(/recall-version {2}(in block|final, block) \d+/);
    expect(await verdict("right.csv")).toEqual([0, "current"]);
    expect(await verdict("wrong.csv")).toEqual([3, "corrected"]);
    expect(await verdict("old.csv")).toEqual([4, "withdrawn"]);
    expect(await verdict("bad.csv")).toEqual([5, "recalled"]);
    expect(await verdict("derived.csv")).toEqual([6, "affected"]);
    expect(await verdict("e.csv")).toEqual([7, "unknown"]);
  });

  test("so do the codes that a shell sees", async () => {
    expect((await spawned("check", path("b.csv"))).code).toBe(0);
    expect((await spawned("check", path("e.csv"))).code).toBe(7);
  });

  test("a digest does as well as the file, whatever its letters", async () => {
    const { answer } = await json<{ digest: string; items: { content: { sm3: string } }[] }>(
      "check",
      path("b.csv"),
    );
    const bare = answer.digest.slice(2).toUpperCase();
    expect((await suyuan("check", bare)).code).toBe(0);
    expect((await suyuan("check", answer.items[0]!.content.sm3)).code).toBe(0);
  });
});

describe("what was typed wrongly is told in one sentence, with a code", () => {
  test.each([
    ["an unknown command", ["frobnicate"], /^suyuan: command: .* it was frobnicate\. \[INPUT_NOT_VALID\]\n$/],
    ["an unknown option", ["status", "--verbose"], /option: there is no such option.*--verbose/],
    ["a missing argument", ["show"], /reference: is missing/],
    ["a missing option", ["anchor", "x.csv"], /--dataset <dataset>: must be given/],
    [
      "a choice that is none",
      ["lineage", "a/b@1", "--format", "svg"],
      /--format <format>: Allowed choices.*it was svg/,
    ],
    [
      "a number that is none",
      ["facts", "--limit", "many"],
      /--limit <n>: must be a whole number.*it was many/,
    ],
    ["a reference of no form", ["show", "a/b@zero"], /version: must be like.*a\/b@zero/],
    [
      "something unknown",
      ["show", "first-department/nothing"],
      /nothing is known as first-department\/nothing.*\[THING_UNKNOWN\]/,
    ],
    ["a code without a job", ["anchor", "x", "--dataset", "a/b", "--run", "r"], /job: must be given with/],
    ["an address of another kind", ["--url", "ftp://x", "status"], /url: must be like http.*ftp:\/\/x/],
  ])("%s", async (_what, args, sentence) => {
    const { code, out, err } = await suyuan(...args);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatch(sentence);
    expect(err).not.toMatch(/\n {4}at /);
  });

  test("with --json it is a problem on stdout, in Chinese when asked", async () => {
    const { code, answer, err } = await json("--lang", "zh", "show", "first-department/nothing");
    expect([code, err]).toEqual([2, ""]);
    expect(answer).toMatchObject({
      code: "THING_UNKNOWN",
      status: 404,
      detail: expect.stringContaining("没有名为") as string,
    });
    const usage = await json("status", "--verbose");
    expect(usage.answer).toMatchObject({ code: "INPUT_NOT_VALID", field: "option", value: "--verbose" });
  });

  test("no gateway, or a key that is not known, is a failure and no usage error", async () => {
    const away = await here("--url", "http://127.0.0.1:9", "status");
    expect([away.code, away.err]).toEqual([1, expect.stringContaining("[GATEWAY_UNREACHABLE]")]);
    const stranger = await run(["--data", data, "status"], { env: { SUYUAN_KEY: "sy_nobody" } });
    expect([stranger.code, stranger.err]).toEqual([1, expect.stringContaining("[ACCESS_KEY_UNKNOWN]")]);
  });

  test("the administrator's key manages only, and the command line says how to get another", async () => {
    const { code, err } = await here("--data", data, "status");
    expect(code).toBe(1);
    expect(err).toContain("[ACCESS_SCOPE_MISSING]\nA key that may is made with: suyuan keys create");
  });
});

describe("every answer parses as JSON", () => {
  test.each([
    [["status"]],
    [["facts", "--limit", "2"]],
    [["datasets", "--owner", "first-department"]],
    [["departments"]],
    [["domains"]],
    [["history", "first-department/raw@1"]],
    [["impact", "first-department/raw@1"]],
    [["operations"]],
    [["operations", "op-00000001", "--watch"]],
    [["keys", "officers", "first-department"]],
    [["doctor"]],
  ])("%j", async (args) => {
    const { code, answer } = await json(...args);
    expect(code).toBe(0);
    expect(Object.keys(answer).length).toBeGreaterThan(0);
  });
});

test("lists are joined over pages, and go on where they were cut", async () => {
  type Facts = { items: { sequence: number }[]; next: string | null };
  const { answer: all } = await json<Facts>("facts", "--limit", "1000");
  expect(all.next).toBeNull();
  const { answer: first } = await json<Facts>("facts", "--limit", "3");
  const { answer: rest } = await json<Facts>("facts", "--limit", "1000", "--after", first.next!);
  expect([...first.items, ...rest.items]).toEqual(all.items);
});

describe("act", () => {
  test("takes a list from stdin and does each", async () => {
    const domains = ["water", "air"].map((code) => ({ code, name: { zh: code, en: code } }));
    const args = ["--data", data, "--json", "act", "register-domain", "--as", "data-bureau", "--input", "-"];
    const { code, out } = await run(args, { env: { SUYUAN_KEY: key }, stdin: JSON.stringify(domains) });
    expect(code).toBe(0);
    const { operations } = JSON.parse(out) as { operations: { state: string }[] };
    for (const { state } of operations) expect(["mined", "final"]).toContain(state);
    expect(operations).toHaveLength(2);
  });

  test("may leave out who acts only when one comes into question", async () => {
    const { code, err } = await suyuan(
      "act",
      "suspend-key",
      "--set",
      `key=0x${"11".repeat(20)}`,
      "--set",
      "reason=lost",
    );
    expect([code, err]).toEqual([2, expect.stringContaining("[ACCESS_OFFICER_AMBIGUOUS]")]);
  });

  test("what the gateway refuses keeps its code", async () => {
    const args = [
      "--as",
      "data-bureau",
      "--set",
      "code=Not A Code",
      "--set",
      "name.zh=x",
      "--set",
      "name.en=x",
    ];
    const { code, answer } = await json("act", "register-domain", ...args);
    expect([code, answer]).toEqual([
      2,
      expect.objectContaining({ code: "INPUT_NOT_VALID", field: "code", value: "Not A Code" }),
    ]);
  });

  test("JSON that means two things is refused before it is sent", async () => {
    const { code, err } = await suyuan("act", "register-domain", "--input", '{"code":"a","code":"b"}');
    expect([code, err]).toEqual([2, expect.stringContaining("[INPUT_REPEATED_NAME]")]);
  });
});

test("an API key is shown once, listed without its secret, and ends when it is revoked", async () => {
  const admin = (...args: string[]) => here("--data", data, "--json", "keys", ...args);
  const made = JSON.parse((await admin("create", "--label", "reader")).out) as { id: string; secret: string };
  const reader = () => run(["--data", data, "status"], { env: { SUYUAN_KEY: made.secret } });
  expect((await reader()).code).toBe(0);
  const listed = (await admin("list")).out;
  expect(listed).toContain(made.id);
  expect(listed).not.toContain(made.secret);
  expect((await admin("revoke", made.id)).code).toBe(0);
  expect((await reader()).code).toBe(1);
});

test.each(["rebuild", "fsck"])("%s refuses while the gateway runs", async (command) => {
  const { code, answer } = await json(command);
  expect([code, answer]).toEqual([1, expect.objectContaining({ code: "DATA_DIRECTORY_BUSY" })]);
});
