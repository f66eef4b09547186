import { afterAll, beforeAll, describe } from "vitest";
import { fails, type Mistake, type Workplace } from "./support/commands.ts";
import { openWorkplace, type OpenWorkplace } from "./support/workplace.ts";

let workplace: OpenWorkplace;
beforeAll(async () => (workplace = await openWorkplace()));
afterAll(() => workplace.close());

const usage = { exit: 2, code: "INPUT_NOT_VALID" } as const;
const wrong = (
  name: string,
  args: Mistake["args"],
  field: string,
  value?: unknown,
  more: Partial<Mistake> = {},
) => ({ name, args, ...usage, field, ...(value === undefined ? {} : { value }), ...more }) as Mistake;
const to = ["--dataset", "meteorology/open"];
const file =
  (name: string, ...more: string[]) =>
  (w: Workplace) => ["anchor", w.at(name), ...to, ...more];

describe("a content is not anchored that is", () => {
  const given = (
    name: string,
    path: string,
    code: string,
    exit: 1 | 2 = 2,
    more: Partial<Mistake> = {},
  ): Mistake => ({
    name,
    args: file(path),
    exit,
    code,
    field: "file",
    value: (w: Workplace) => w.at(path),
    ...more,
  });
  const absolute = (name: string, path: string, code: string): Mistake => ({
    ...given(name, path, code),
    args: ["anchor", path, ...to],
    value: path,
  });
  fails(
    () => workplace,
    [
      given("a file that is not there", "none.csv", "CONTENT_FILE_MISSING"),
      given("a link to nowhere", "dangling.txt", "CONTENT_FILE_MISSING"),
      given("a file below a file", "note.txt/a.csv", "CONTENT_FILE_MISSING"),
      given("an empty folder", "empty", "CONTENT_FOLDER_EMPTY"),
      given("a folder with a link in it", "linked", "CONTENT_SYMLINK", 2, {
        value: (w: Workplace) => w.at("linked/b.txt"),
      }),
      given("a folder with two names that are one in NFC", "colliding", "CONTENT_NAMES_COLLIDE", 2, {
        value: undefined,
        says: ["Pr\u00e9cis.txt", "Pre\u0301cis.txt"],
      }),
      given("a pipe that nobody fills", "pipe", "CONTENT_NOT_A_FILE"),
      absolute("a device", "/dev/null", "CONTENT_NOT_A_FILE"),
      absolute("memory that cannot be read", "/proc/self/mem", "CONTENT_FILE_UNREADABLE"),
      {
        ...given("a name of 300 characters", "", "CONTENT_FILE_UNREADABLE"),
        args: ["anchor", "n".repeat(300), ...to],
        value: undefined,
        says: ["nnnnnnnn"],
      },
    ],
  );
  fails(
    () => workplace,
    [
      wrong(
        "derived from a file nobody anchored",
        (w) => [...file("note.txt")(w), "--parent", w.at("admin.key")],
        "parent",
        (w: Workplace) => w.at("admin.key"),
        { code: "THING_UNKNOWN" },
      ),
      wrong("derived from nothing there is", file("note.txt", "--parent", "nothing"), "parent", "nothing"),
      wrong(
        "derived from a recalled version",
        file("note.txt", "--parent", "meteorology/open@2"),
        "parents",
        "meteorology/open@2",
        { code: "LEDGER_PARENT_RECALLED" },
      ),
      {
        ...given("checked, and broken as a digest", "none", "CONTENT_FILE_MISSING"),
        args: ["check", `0x${"a".repeat(63)}`],
        value: `0x${"a".repeat(63)}`,
      },
      {
        ...given("checked, and not there", "none.csv", "CONTENT_FILE_MISSING"),
        args: (w) => ["check", w.at("none.csv")],
      },
    ],
  );
});
