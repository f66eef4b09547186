import { readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fails, type Mistake, type Workplace } from "./support/commands.ts";
import { run } from "../../src/cli/fixtures/run.ts";
import { openWorkplace, type OpenWorkplace } from "./support/workplace.ts";

let workplace: OpenWorkplace;
beforeAll(async () => (workplace = await openWorkplace()));
afterAll(() => workplace.close());

describe("a gateway does not start", () => {
  const start = (
    name: string,
    args: Mistake["args"],
    code: string,
    exit: 1 | 2,
    more: Partial<Mistake>,
  ): Mistake => ({
    name,
    args: (w) => ["start", ...(typeof args === "function" ? args(w) : args)],
    code,
    exit,
    apart: true,
    ...more,
  });
  const on = (folder: string) => (w: Workplace) => ["--port", "0", "--data", w.at(folder)];
  const foreign = (name: string, folder: string, says: string) =>
    start(name, on(folder), "DATA_DIRECTORY_FOREIGN", 1, {
      field: "data",
      value: (w: Workplace) => w.at(folder),
      says: [says],
    });
  const fresh =
    (...args: string[]) =>
    (w: Workplace) => [...args, "--data", w.at("fresh")];
  const join = (file: string, organisation: string) => (w: Workplace) => [
    ...fresh("--port", "0", "--rpc", "http://127.0.0.1:1", "--join", w.at(file))(w),
    ...["--organisation", organisation],
  ];
  fails(
    () => workplace,
    [
      start("on a port that is taken", (w) => fresh("--port", new URL(w.city.url).port)(w), "PORT_TAKEN", 1, {
        field: "port",
        value: (w: Workplace) => Number(new URL(w.city.url).port),
      }),
      start("on a port that is a word", fresh("--port", "http"), "INPUT_NOT_VALID", 2, {
        field: "--port <n>",
        value: "http",
      }),
      start("on port 70000", fresh("--port", "70000"), "INPUT_NOT_VALID", 2, {
        field: "--port <n>",
        value: "70000",
      }),
      start("on a port that its environment misspells", fresh(), "INPUT_NOT_VALID", 2, {
        field: "port",
        value: "eighty",
        env: { SUYUAN_PORT: "eighty" },
      }),
      start(
        "at an address of another machine",
        fresh("--host", "203.0.113.1", "--port", "0"),
        "INPUT_NOT_VALID",
        2,
        { field: "host", value: "203.0.113.1" },
      ),
      start("with a log level nobody knows", fresh("--log", "loud", "--port", "0"), "INPUT_NOT_VALID", 2, {
        field: "log",
        value: "loud",
      }),
      start(
        "with a node that is no address",
        fresh("--rpc", "nowhere", "--port", "0"),
        "INPUT_NOT_VALID",
        2,
        { field: "rpc", value: "nowhere" },
      ),
      start("to join, with a file that is not there", join("nothing.json", "weather"), "INPUT_NOT_VALID", 2, {
        field: "join",
        value: (w: Workplace) => w.at("nothing.json"),
        says: ["ENOENT"],
      }),
      start("to join, with a file that is no ledger's", join("note.txt", "weather"), "INPUT_NOT_VALID", 2, {
        field: "join",
        value: (w: Workplace) => w.at("note.txt"),
      }),
      start("to join, with half a ledger file", join("half-ledger.json", "weather"), "INPUT_NOT_VALID", 2, {
        field: "join",
        value: (w: Workplace) => w.at("half-ledger.json"),
        says: ["factLog"],
      }),
      start("to join as nobody", (w) => join("ledger.json", "x")(w).slice(0, -2), "INPUT_NOT_VALID", 2, {
        field: "organisation",
      }),
      start(
        "to join as an organisation with spaces",
        join("ledger.json", "the bureau"),
        "INPUT_NOT_VALID",
        2,
        {
          field: "organisation",
          value: "the bureau",
        },
      ),
      start(
        "to join without a node",
        (w) => [...fresh("--join", w.at("ledger.json"), "--organisation", "weather")(w), "--port", "0"],
        "INPUT_NOT_VALID",
        2,
        { field: "join", says: ["--rpc"] },
      ),
      start(
        "for an organisation, without a ledger",
        fresh("--organisation", "weather", "--port", "0"),
        "INPUT_NOT_VALID",
        2,
        {
          field: "organisation",
          value: "weather",
        },
      ),
      foreign("in a folder of something else", "foreign", "holiday.jpg"),
      foreign("in a data directory of a later version", "newer", "99"),
      foreign("in a data directory that is torn", "torn", "suyuan.json"),
      foreign("in a file", "note.txt", "file"),
      start(
        "in a data directory that is in use",
        (w) => ["--port", "0", "--data", w.city.data],
        "DATA_DIRECTORY_BUSY",
        1,
        {
          field: "data",
          value: (w: Workplace) => w.city.data,
        },
      ),
      {
        ...start("again to rebuild, while it runs", [], "DATA_DIRECTORY_BUSY", 1, { field: "data" }),
        args: (w) => ["rebuild", "--data", w.city.data],
      },
    ],
  );

  test("and leaves the folders it refused as they were", () => {
    expect(readdirSync(workplace.at("foreign"))).toEqual(["holiday.jpg"]);
    expect(readdirSync(workplace.at("newer"))).toEqual(["suyuan.json"]);
    expect(readFileSync(workplace.at("newer/suyuan.json"), "utf8")).toBe('{"format":99}');
    expect(readFileSync(workplace.at("torn/suyuan.json"), "utf8")).toBe('{"format":');
    expect(readFileSync(workplace.at("note.txt"), "utf8")).toBe("a note\n");
  });
});

test("says in one English line why it does not start", async () => {
  const data = workplace.at("foreign");
  const { code, out, err } = await run(["start", "--port", "0", "--data", data]);
  expect([code, out]).toEqual([1, ""]);
  expect(err).toBe(
    `suyuan: ${data} is not a data directory this version can open: it holds holiday.jpg but no suyuan.json. [DATA_DIRECTORY_FOREIGN]\n`,
  );
});
